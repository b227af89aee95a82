"""What a stack's Graphite counted."""

import time

from tests.containers.stack import Stack
from tests.waiting import wait_until

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


def settled(stack: Stack, at_least: float = 0) -> float:
    """The count, once it is there and has not moved for two seconds.

    A point on its way from carbon's cache to its file is in neither for an instant.
    """
    seen, since = -1.0, 0.0

    def rests() -> bool:
        nonlocal seen, since
        count, now = sum(predictions(stack).values()), time.monotonic()
        if count != seen:
            seen, since = count, now
        return seen >= at_least and now - since > 2

    wait_until(rests, 60)
    return seen
