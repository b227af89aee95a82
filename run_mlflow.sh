#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: ./run_mlflow.sh [--help] [options of "mlflow server"]

Starts the MLflow tracking server: experiments, the model registry and its pages.
Anything after the script's name is passed on to "mlflow server" and wins.

What it reads from the environment, with the default:
  BANK_RS_HOST                  address to bind to                    127.0.0.1
  BANK_RS_MLFLOW_PORT           port                                  5000
  BANK_RS_STATE_DIR             folder of the database and artifacts  var
  MLFLOW_BACKEND_STORE_URI      database, for example PostgreSQL      SQLite in STATE_DIR/mlflow
  MLFLOW_ARTIFACTS_DESTINATION  artifacts, for example s3://bucket    STATE_DIR/mlflow/artifacts
  MLFLOW_WORKERS                server processes                      1

SQLite has one writer, so keep one worker with it. A server that others reach by name needs
--allowed-hosts: MLflow answers 403 to names it does not know.
TEXT
}

for argument in "$@"; do
  case $argument in -h | --help) usage; exit ;; esac
done

cd "$(dirname "${BASH_SOURCE[0]}")"
folder=${BANK_RS_STATE_DIR:-var}/mlflow
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

mlflow=.venv/bin/mlflow
[[ -x $mlflow ]] || mlflow=mlflow
if ! command -v "$mlflow" >/dev/null; then
  echo "mlflow is not installed: 'make run' installs it into .venv, or use pip install mlflow." >&2
  exit 1
fi

# Nothing here runs jobs on the server, and the runner would cost a process and its memory.
export MLFLOW_SERVER_ENABLE_JOB_EXECUTION=${MLFLOW_SERVER_ENABLE_JOB_EXECUTION:-false}
exec "$mlflow" server \
  --backend-store-uri "${MLFLOW_BACKEND_STORE_URI:-sqlite:///$folder/mlflow.db}" \
  --artifacts-destination "${MLFLOW_ARTIFACTS_DESTINATION:-$folder/artifacts}" \
  --host "${BANK_RS_HOST:-127.0.0.1}" \
  --port "${BANK_RS_MLFLOW_PORT:-5000}" \
  --workers "${MLFLOW_WORKERS:-1}" \
  "$@"
