ARG PYTHON_TAG=3.11-slim

FROM python:${PYTHON_TAG} AS builder
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends binutils \
    && rm -rf /var/lib/apt/lists/*
# pip stays out of the environment it fills
RUN python -m venv --without-pip /opt/venv
ENV PIP_PYTHON=/opt/venv/bin/python PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore PIP_REQUIRE_VIRTUALENV=1
WORKDIR /build

# The secret is for machines whose certificates are not public; builds without it do not notice.
# What only tests and debuggers read is left out.
FROM builder AS serving
COPY requirements-serve.txt ./
RUN --mount=type=secret,id=cacert,target=/run/secrets/cacert \
    if [ -s /run/secrets/cacert ]; then export PIP_CERT=/run/secrets/cacert; fi; \
    pip install --require-hashes -r requirements-serve.txt \
    && find /opt/venv -depth -type d -name tests -exec rm -rf {} + \
    && find /opt/venv \( -path '*/_polars_runtime*.so' -o -path '*/uvloop/*.so' \) -exec strip {} +

FROM serving AS training
COPY requirements.txt ./
RUN --mount=type=secret,id=cacert,target=/run/secrets/cacert \
    if [ -s /run/secrets/cacert ]; then export PIP_CERT=/run/secrets/cacert; fi; \
    pip install --require-hashes -r requirements.txt

# Our own code, by itself: a change of it is a small layer over the packages.
FROM builder AS code
COPY requirements-build.txt ./
RUN --mount=type=secret,id=cacert,target=/run/secrets/cacert \
    if [ -s /run/secrets/cacert ]; then export PIP_CERT=/run/secrets/cacert; fi; \
    pip install --require-hashes -r requirements-build.txt
COPY pyproject.toml README.md LICENSE ./
COPY bank_rs bank_rs
RUN pip install --no-index --no-deps --no-build-isolation --prefix /opt/code .

FROM python:${PYTHON_TAG} AS base
# LightGBM is linked against OpenMP, which slim images lack.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
RUN groupadd --gid 10001 bank-rs \
    && useradd --uid 10001 --gid bank-rs --no-create-home --home-dir /tmp bank-rs \
    && install -d -o bank-rs /var/lib/bank-rs /var/lib/mlflow
# Nothing is written but under /var/lib and /tmp, so the root may be read-only.
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/bank-rs
LABEL org.opencontainers.image.licenses="MIT"
USER bank-rs

FROM base AS jobs
COPY --from=training /opt/venv /opt/venv
COPY --from=code /opt/code /opt/venv
COPY run_mlflow.sh ./
COPY scripts/train_job.sh scripts/
COPY models/champion models/champion
ENV BANK_RS_HOST=0.0.0.0 BANK_RS_STATE_DIR=/var/lib
EXPOSE 5000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:5000/api/2.0/mlflow/registered-models/search', timeout=4)"]
CMD ["./run_mlflow.sh", "--serve-artifacts"]
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="bank-rs-jobs" \
      org.opencontainers.image.description="The MLflow server of bank-rs, and its training and registration." \
      org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION}

FROM base AS app
COPY --from=serving /opt/venv /opt/venv
COPY --from=code /opt/code /opt/venv
COPY app.py run_mimic_load.py ./
COPY scripts/smoke.py scripts/
COPY grafana/dashboards grafana/dashboards
COPY models/champion models/champion
ENV BANK_RS_STATE_DIR=/var/lib/bank-rs
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
CMD ["bank-rs", "serve", "--host", "0.0.0.0", "--port", "8000"]
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="bank-rs" \
      org.opencontainers.image.description="Recommends the next product to each client of a bank, over HTTP." \
      org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION}
