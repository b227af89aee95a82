"""A bound on what one caller may ask in a second."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from bank_rs.service.edge.capacity import HEALTH
from bank_rs.service.edge.problems import send_problem

CALLERS_KEPT: Final = 10_000
"""Callers remembered at once; who is not remembered starts with a full allowance."""

_BURST_SECONDS: Final = 1.0
_ROUNDING: Final = 1e-9
_TOO_MANY: Final = 429


class Allowance:
    """The generic cell rate algorithm, one number for each caller.

    A caller's number is the time at which all it has asked so far would be due at an even pace; it
    may run ahead of the clock by the burst. ITU-T I.371, annex A.

    Parameters
    ----------
    rate
        Requests per second at an even pace, and at once after a pause, at least one.
    clock
        Seconds.
    """

    def __init__(self, rate: float, clock: Callable[[], float] = monotonic) -> None:
        self._interval = 1 / rate
        self._ahead = max(0.0, _BURST_SECONDS - self._interval)
        self._clock = clock
        self._due: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._due)

    def seconds_to_wait(self, caller: str) -> float:
        """Take one request of a caller's allowance.

        Returns
        -------
        float
            0 if it was there, else the seconds until it is; nothing is taken then.
        """
        now = self._clock()
        due = max(self._due.get(caller, now), now)
        wait = due - self._ahead - now
        if wait > _ROUNDING:
            return wait
        self._due[caller] = due + self._interval
        self._due.move_to_end(caller)
        if len(self._due) > CALLERS_KEPT:
            self._due.popitem(last=False)
        return 0.0


class RateLimit:
    """Pure ASGI middleware: a caller beyond its allowance is answered with 429.

    A caller is a key, or an address where the service is open to all.

    Parameters
    ----------
    app
        What answers.
    allowance
        Of each caller.
    """

    def __init__(self, app: ASGIApp, allowance: Allowance) -> None:
        self._app = app
        self._allowance = allowance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if its caller has one left."""
        if scope["type"] == "http" and not scope["path"].startswith(HEALTH):
            wait = self._allowance.seconds_to_wait(_caller(scope))
            if wait > 0:
                later = {"Retry-After": str(max(1, ceil(wait)))}
                await send_problem(send, scope, _TOO_MANY, headers=later)
                return
        await self._app(scope, receive, send)


def _caller(scope: Scope) -> str:
    key_id: str | None = scope.get("state", {}).get("key_id")
    if key_id is not None:
        return key_id
    client = scope.get("client")
    return client[0] if client else ""
