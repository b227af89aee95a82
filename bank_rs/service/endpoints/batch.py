"""``POST /predict/batch``: up to ten thousand records in one request."""

from asyncio import timeout
from typing import Annotated, Final

from fastapi import Body
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from bank_rs.data.record import ClientRecord
from bank_rs.service.answering.batch import MOST_RECORDS, Batch
from bank_rs.service.answering.body import BATCH_LIMIT, JSON, NDJSON, Headers, media_type, read_body
from bank_rs.service.answering.examples import BATCH_EXAMPLES
from bank_rs.service.answering.items import items_of_array, items_of_lines
from bank_rs.service.answering.language import language_of
from bank_rs.service.answering.queries import InLanguage
from bank_rs.service.answering.route import REFUSALS, documented, problems, read_query, send_bytes
from bank_rs.service.answering.schemas import BatchEntry
from bank_rs.service.edge.problems import RETRY_SOON, ProblemError

MOST_AT_ONCE: Final = 8
"""Batches under way in one worker: each may hold a hundred megabytes."""

_LINES: Final = {NDJSON: {"schema": {"type": "string"}}}


async def predict_batch() -> None:
    """Answer up to 10,000 records in their order, by one model.

    The body is a JSON array of records, or a record a line (``application/x-ndjson``); the answer
    has the same form. A record that cannot be read gets its problem, the rest are answered. While a
    challenger answers a share of the clients, their entries have its ``model_version``; all others
    are by the model in ``x-model-version``.
    """


class BatchRoute(APIRoute):
    """The route of batches.

    Parameters
    ----------
    path
        Of the route.
    seconds
        In which the body must have come, and in which it must be answered.
    """

    def __init__(self, path: str, seconds: float) -> None:
        examples = Body(openapi_examples=BATCH_EXAMPLES, max_length=MOST_RECORDS)
        super().__init__(
            path,
            documented(predict_batch, Annotated[list[ClientRecord], examples], InLanguage),
            response_model=list[BatchEntry],
            responses=problems(*REFUSALS) | {200: {"content": _LINES}},
            methods=["POST"],
            openapi_extra={"requestBody": {"content": _LINES}},
        )
        self._seconds = seconds
        self._under_way = 0
        self.app = self._respond

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        kind = media_type(headers, (JSON, NDJSON))
        if self._under_way >= MOST_AT_ONCE:
            busy = "As many batches as fit are under way: send again after a second."
            raise ProblemError(503, busy, headers=RETRY_SOON)
        self._under_way += 1
        try:
            body = await read_body(headers, receive, BATCH_LIMIT, self._seconds)
            batch, found = await self._answers(scope, headers, kind, body)
        finally:
            self._under_way -= 1
        joined = b"\n".join([*found, b""]) if kind == NDJSON else b"[%b]" % b",".join(found)
        version = (b"x-model-version", batch.lineup.champion.version.encode())
        await send_bytes(send, joined, [(b"content-type", kind.encode()), version])

    async def _answers(
        self, scope: Scope, headers: Headers, kind: str, body: bytes
    ) -> tuple[Batch, list[bytes]]:
        query = read_query(InLanguage, scope)
        language = language_of(query.lang, headers.get(b"accept-language"))
        batch = Batch(scope["state"]["service"], scope, language)
        items = items_of_lines(body) if kind == NDJSON else items_of_array(body)
        try:
            async with timeout(self._seconds):
                return batch, await batch.answers(items)
        except TimeoutError:
            late = f"The batch took more than {self._seconds:g} s: send fewer records."
            raise ProblemError(503, late, headers=RETRY_SOON) from None
