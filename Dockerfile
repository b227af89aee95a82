ARG PYTHON_TAG=3.11-slim

FROM python:${PYTHON_TAG} AS packages
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements.txt .
# The secret is for machines whose certificates are not public; builds without it do not notice.
RUN --mount=type=secret,id=cacert,target=/run/secrets/cacert \
    if [ -s /run/secrets/cacert ]; then export PIP_CERT=/run/secrets/cacert; fi; \
    pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bank_rs bank_rs
RUN pip install --no-index --no-deps --no-build-isolation .

FROM python:${PYTHON_TAG} AS base
# LightGBM is linked against OpenMP, which slim images lack.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home bank-rs
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /srv/bank-rs
USER bank-rs

FROM base AS mlflow
USER root
RUN install -d -o bank-rs /var/lib/mlflow
USER bank-rs
COPY run_mlflow.sh .
ENV BANK_RS_HOST=0.0.0.0 BANK_RS_STATE_DIR=/var/lib
EXPOSE 5000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:5000/health', timeout=4)"]
CMD ["./run_mlflow.sh", "--serve-artifacts"]

FROM base AS app
COPY app.py run_mimic_load.py ./
COPY grafana/dashboards grafana/dashboards
COPY --chown=bank-rs models models
USER root
RUN install -d -o bank-rs /var/lib/bank-rs
USER bank-rs
ENV BANK_RS_STATE_DIR=/var/lib/bank-rs
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
CMD ["bank-rs", "serve", "--host", "0.0.0.0", "--port", "8000"]
