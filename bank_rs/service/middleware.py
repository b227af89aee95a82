"""Counting and timing of every answer."""

import time
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bank_rs.service.metrics import Metrics


class CountResponses:
    """Pure ASGI middleware: status and duration of each HTTP request.

    A request that ends without an answer counts as 500, which is what the server sends then.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        code = HTTPStatus.INTERNAL_SERVER_ERROR.value
        started = time.perf_counter()

        async def note_status(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        finally:
            self._metrics.count_response(code, (time.perf_counter() - started) * 1000)
