"""What the service counts between two pushes."""

from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import Final

from bank_rs.catalog import PRODUCTS

Readings = dict[str, float]

EVENTS: Final = ("model.swaps", "model.refused")
"""What happens now and then: a version took over, a version was refused."""


class Metrics:
    """Sums made in process by any thread and taken away once an interval.

    A response code, once seen, is reported in every later interval, 0 included, so that its series
    has no holes.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._codes: Counter[int] = Counter()
        self._offered: Counter[int] = Counter()
        self._events: Counter[str] = Counter(dict.fromkeys(EVENTS, 0))
        self._milliseconds = 0.0

    def count_response(self, code: int, milliseconds: float) -> None:
        """Count one answered request.

        Parameters
        ----------
        code
            HTTP status.
        milliseconds
            From the request's arrival to the last byte of its answer.
        """
        with self._lock:
            self._codes[code] += 1
            self._milliseconds += milliseconds

    def count_offers(self, offered: Iterable[int]) -> None:
        """Count what answers offer, each a mask of products."""
        with self._lock:
            self._offered.update(offered)

    def count_event(self, name: str) -> None:
        """Count one of ``EVENTS``."""
        with self._lock:
            self._events[name] += 1

    def take(self) -> Readings:
        """The sums since the last call, by metric name; they start again at 0.

        Returns
        -------
        dict
            ``response_code.<code>``, ``target.<slug>`` and ``EVENTS`` are counts;
            ``response_time`` is the mean in ms, absent when nothing was answered.
        """
        with self._lock:
            codes, offered, milliseconds = self._codes, self._offered, self._milliseconds
            events, self._events = self._events, Counter(dict.fromkeys(EVENTS, 0))
            self._codes = Counter(dict.fromkeys(codes, 0))
            self._offered = Counter()
            self._milliseconds = 0.0
        readings: Readings = {f"response_code.{code}": n for code, n in codes.items()}
        for bit, product in enumerate(PRODUCTS):
            counts = (n for mask, n in offered.items() if mask >> bit & 1)
            readings[f"target.{product.slug}"] = sum(counts)
        readings |= events
        if answered := codes.total():
            readings["response_time"] = milliseconds / answered
        return readings
