"""Identity, count, time and log line of every request."""

import logging
from asyncio import CancelledError
from collections.abc import Awaitable
from time import perf_counter
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bank_rs.service.edge.access import AccessLog
from bank_rs.service.edge.log_writer import LogWriter
from bank_rs.service.edge.logs import described
from bank_rs.service.edge.problems import RETRY_SOON, send_problem
from bank_rs.service.edge.request_id import HEADER, RequestIds
from bank_rs.service.metering.meter import Meter

CLIENT_GONE: Final = 499
"""Status of a request whose client left before it was answered, after nginx."""

_UNEXPECTED: Final = 500
_ENDED: Final = 503

logger = logging.getLogger(__name__)


class Observe:
    """Pure ASGI middleware, the outermost: gives each request an id and accounts for it.

    The id, in ``scope["state"]["request_id"]`` and in the answer's ``x-request-id``, is the
    client's own where it sent one that can be logged. An exception that nothing else caught is
    logged without its message and answered with 500; a request that the server's end cuts off,
    with 503. An answer that never starts counts as 500, or 499 where the client is gone.

    Parameters
    ----------
    app
        What answers.
    metrics
        Counts the answers.
    writer
        Takes the access lines; it runs at least as long as the lifespan of `app`.
    """

    def __init__(self, app: ASGIApp, metrics: Meter, writer: LogWriter) -> None:
        self._app = app
        self._metrics = metrics
        self._log = AccessLog(writer)
        self._ids = RequestIds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and account for its answer."""
        if scope["type"] != "http":
            await self._pass_on(scope, receive, send)
            return
        started = perf_counter()
        status = size = 0
        request_id = self._ids.of(scope["headers"])
        scope.setdefault("state", {})["request_id"] = request_id

        def note(message: Message) -> Awaitable[None]:
            nonlocal status, size
            if message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            elif message["type"] == "http.response.start":
                status = message["status"]
                identity = (HEADER, request_id.encode())
                message = {**message, "headers": [*message.get("headers", ()), identity]}
            return send(message)

        try:
            await self._app(scope, receive, note)
        except ClientDisconnect:
            status = status or CLIENT_GONE
        except CancelledError:
            await _end(scope, note, started=status != 0)
            raise
        except Exception as error:  # noqa: BLE001 - the last place where one can be caught
            await _fail(error, scope, note, started=status != 0)
        finally:
            milliseconds = (perf_counter() - started) * 1000
            status = status or _UNEXPECTED
            self._metrics.count_response(scope["path"], status, milliseconds)
            self._log.note(scope, status, milliseconds, size)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            with self._log.writer.running():
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _end(scope: Scope, send: Send, started: bool) -> None:
    if not started:
        detail = "The service ends before this request could be answered: send it again."
        await send_problem(send, scope, _ENDED, detail, headers=RETRY_SOON)


async def _fail(error: Exception, scope: Scope, send: Send, started: bool) -> None:
    told = described(error, error.__traceback__)
    place = told["frames"][-1]
    # without exc_info, as other formatters than ours would write the exception's message with it
    found = {"exception": told, "request_id": scope["state"]["request_id"]}
    logger.error("unexpected %s at %s", told["type"], place, extra=found)
    if not started:
        await send_problem(send, scope, _UNEXPECTED)
