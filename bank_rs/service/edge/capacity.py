"""A bound on what one worker has under way."""

from starlette.types import ASGIApp, Receive, Scope, Send

from bank_rs.service.edge.problems import RETRY_SOON, send_problem
from bank_rs.service.metering.meter import Meter

HEALTH = "/health/"
"""Where supervisors ask; they need an answer most of all when there is too much to do."""

_UNAVAILABLE = 503
_DETAIL = "The service has as much to do as it can take: send again after a second."


class Capacity:
    """Pure ASGI middleware: beyond `limit` requests under way the next is answered with 503.

    A queue that grows makes every request late; a prompt refusal lets those it takes be on time.

    Parameters
    ----------
    app
        What answers.
    limit
        Requests under way at once, at least 1.
    metrics
        Told how much of it is in use.
    """

    def __init__(self, app: ASGIApp, limit: int, metrics: Meter) -> None:
        self._app = app
        self._limit = limit
        self._metrics = metrics
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if there is room for it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._under_way >= self._limit and not scope["path"].startswith(HEALTH):
            await send_problem(send, scope, _UNAVAILABLE, _DETAIL, headers=RETRY_SOON)
            return
        self._under_way += 1
        self._metrics.note_load(self._under_way / self._limit)
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= 1
