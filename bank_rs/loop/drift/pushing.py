"""A comparison as metrics in Graphite."""

import time
from collections.abc import Iterator
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.loop.drift.drift import Drift, WindowDrift
from bank_rs.loop.drift.reading import Kind
from bank_rs.service.metering.pushing import root
from bank_rs.service.metering.sender import GraphiteSender
from bank_rs.settings import Settings

_SECONDS: Final = 10.0
_NEVER: Final = 1e-12


class PushError(BankRsError):
    """Graphite does not take the figures."""


def push_drift(settings: Settings, drift: Drift) -> None:
    """Push a comparison, all at one time.

    Raises
    ------
    PushError
        If Graphite does not take it.
    """
    host, port = settings.graphite_host, settings.graphite_port
    sender = GraphiteSender(host, port, root(settings), _SECONDS)
    now = time.time()
    lines = [
        sender.build_message(name, value, now)
        for window in drift.windows
        for name, value in readings_of(window).items()
    ]
    try:
        sender.send_message(b"".join(lines))
    except OSError as error:
        raise PushError(
            f"Graphite at {host}:{port} takes nothing ({error}): see whether it runs, or push "
            "later with 'bank-rs drift --push'."
        ) from error


def readings_of(window: WindowDrift) -> dict[str, float]:
    """Values by the names of the catalogue; of a window that was not judged, its rows alone."""
    start = f"drift.{window.window}"
    found: dict[str, float] = {f"{start}.rows": window.rows}
    if window.judged:
        found |= {f"{start}.{name}": value for name, value in _judged(window)}
    return found


def _judged(window: WindowDrift) -> Iterator[tuple[str, float]]:
    everyone = [reading for reading in window.readings if not reading.newcomers]
    values = {r.subject: r.size for r in everyone if r.kind is Kind.VALUES}
    yield "alarms", len(window.alarms)
    yield "largest_psi", max(values.values())
    yield "unseen", max(r.now or 0.0 for r in everyone if r.kind is Kind.UNSEEN)
    for reading in everyone:
        if reading.kind is Kind.NULLS:
            yield f"psi.{reading.subject}", values[reading.subject]
            yield f"nulls.{reading.subject}", reading.now or 0.0
        elif reading.kind is Kind.PROBABILITY and reading.before:
            ratio = (reading.now or 0.0) / max(reading.before, _NEVER)
            yield f"product.{reading.subject}", ratio
