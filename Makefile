PYTHON ?= python3
BIN := .venv/bin
COMPOSE ?= docker compose
LOCKS := requirements-serve.txt requirements.txt requirements-spark.txt requirements-build.txt requirements-dev.txt graphite/requirements.txt
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header

ifdef SCALE
UP = BANK_RS_APP_PORT=0 $(COMPOSE) --profile scale up --detach --build --wait --scale app=$(SCALE)
else
UP = $(COMPOSE) up --detach --build --wait
endif

.DEFAULT_GOAL := help
.PHONY: help run test lint format up down logs smoke sbom audit lock clean python

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: python  ## run MLflow, Graphite and the service here until Ctrl-C, without Docker
	@$(PYTHON) scripts/bootstrap.py
	@$(BIN)/bank-rs run

test: python  ## check style and types, then run every test
	@$(PYTHON) scripts/bootstrap.py --dev
	@$(MAKE) --no-print-directory lint
	@# OpenMP's threads wait for each other on a busy machine; one is steadier
	OMP_NUM_THREADS=1 $(BIN)/python scripts/run_tests.py

lint:  ## check style and types, change nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format:  ## mend style where a tool can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

up:  ## build and start the containers, until all are healthy; SCALE=3 for copies of the service
	$(UP)
	@echo "up: 'make smoke' checks all of it, 'make down' ends it and keeps its data"

down:  ## end the containers; their data stays
	$(COMPOSE) --profile '*' down

logs:  ## follow what the containers say
	$(COMPOSE) --profile '*' logs --follow --tail 50

smoke:  ## check a running stack from outside, in under a minute
	@$(PYTHON) scripts/smoke.py

sbom: python  ## write what each image installs, as CycloneDX, to sbom/
	@$(PYTHON) scripts/bootstrap.py --dev
	@$(BIN)/python scripts/sbom.py requirements-serve.txt sbom/service.cdx.json
	@$(BIN)/python scripts/sbom.py requirements.txt sbom/jobs.cdx.json

audit: python  ## look for known vulnerabilities of the locks; DATABASE=all.zip asks a file
	@$(PYTHON) scripts/bootstrap.py --dev
	@$(BIN)/python scripts/audit.py $(if $(DATABASE),--database $(DATABASE)) $(LOCKS)

lock:  ## choose newer packages and write the hashed locks
	$(UV_COMPILE) --upgrade pyproject.toml --extra train -o requirements.txt
	$(UV_COMPILE) pyproject.toml -c requirements.txt -o requirements-serve.txt
	$(UV_COMPILE) pyproject.toml --extra train --extra spark -c requirements.txt -o requirements-spark.txt
	$(UV_COMPILE) --group build -c requirements.txt -o requirements-build.txt
	$(UV_COMPILE) --upgrade pyproject.toml --extra train --extra spark --group dev -c requirements.txt -o requirements-dev.txt
	cd graphite && ../$(UV_COMPILE) --upgrade requirements-build.in -o requirements-build.txt
	cd graphite && GRAPHITE_NO_PREFIX=True PYTHONPATH=$(CURDIR)/graphite ../$(UV_COMPILE) --upgrade \
		requirements.in -c requirements-build.txt -o requirements.txt

clean:  ## remove the environments and the caches; var/ with its data stays
	rm -rf .venv .venv-graphite .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "bank-rs needs Python 3.11 or newer, which '$(PYTHON)' is not: name one, as in 'make run PYTHON=python3.12'." >&2; \
		exit 1; }
