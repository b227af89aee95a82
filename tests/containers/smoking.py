"""The smoke test, as `make smoke` runs it, against a stack on other ports."""

import sys

from tests.containers.engine import run
from tests.containers.stack import Stack

ADDRESSES = {
    "service": "BANK_RS_PORT",
    "mlflow": "BANK_RS_MLFLOW_PORT",
    "graphite": "BANK_RS_GRAPHITE_WEB_PORT",
    "grafana": "GRAFANA_PORT",
}


def smoke(stack: Stack) -> str:
    """Its report; raises `CommandError` with the report where a check fails."""
    places = [part for name, port in ADDRESSES.items() for part in (f"--{name}", stack.url(port))]
    return run([sys.executable, "scripts/smoke.py", *places], 90)
