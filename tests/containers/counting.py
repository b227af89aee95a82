"""What a stack's Graphite counted."""

import time

from tests.containers.stack import Stack

PREDICTIONS = "endpoint.predict.response_code.200"


def predictions(stack: Stack) -> dict[str, float]:
    """Answered predictions of the last hour by series, those of named instances among them."""
    names = (f"bank-rs.{PREDICTIONS}", f"bank-rs.*.{PREDICTIONS}")
    asked = "&".join(f"target={name}" for name in names)
    until = int(time.time()) + 60
    path = f"/render?{asked}&format=json&noCache=1&from={until - 3660}&until={until}"
    return {
        series["target"]: sum(value or 0 for value, _ in series["datapoints"])
        for series in stack.get("BANK_RS_GRAPHITE_WEB_PORT", path)
    }
