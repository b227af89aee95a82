"""Routes whose bytes are read and written without going through Python objects of JSON."""

from collections.abc import Awaitable, Callable
from inspect import Parameter, Signature
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import parse_qsl

from fastapi import Body, Query
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.types import Receive, Scope, Send

from bank_rs.data.record import ClientRecord
from bank_rs.service.answering.body import JSON, RECORD_LIMIT, media_type, read_body
from bank_rs.service.answering.examples import RECORD_EXAMPLES
from bank_rs.service.answering.language import Language, language_of
from bank_rs.service.answering.queries import InLanguage
from bank_rs.service.answering.scored import Scored
from bank_rs.service.edge.broken_rules import problem_of
from bank_rs.service.edge.problems import MEDIA_TYPE
from bank_rs.service.service import Service

Read = TypeVar("Read", bound=BaseModel)
Answer = Callable[[Service, Scored, Any, Language], Awaitable[bytes]]
"""What a route says of a client it has the model's answer for."""

_JSON_TYPE: Final = (b"content-type", JSON.encode())
REFUSALS: Final = (400, 401, 408, 413, 415, 422, 429, 503)
"""Statuses of problems that every route with a body may answer with."""

_PROBLEM: Final = {"schema": {"$ref": "#/components/schemas/Problem"}}


class RecordRoute(APIRoute):
    """A POST route that takes a client record.

    FastAPI documents it like any other. A request passes it by: pydantic-core reads the bytes of
    the record, the answer is bytes, and nothing is made in between that the model does not need.

    Parameters
    ----------
    path
        Of the route.
    answer
        What it says; its name and docstring go into the documentation.
    query
        Model of the query's parameters.
    answers_with
        Model of the answer, for the documentation.
    seconds
        In which a body must have come.
    """

    def __init__(
        self,
        path: str,
        answer: Answer,
        query: type[InLanguage],
        answers_with: Any,  # noqa: ANN401 - any type that pydantic can describe
        seconds: float,
    ) -> None:
        record = Annotated[ClientRecord, Body(openapi_examples=RECORD_EXAMPLES)]
        super().__init__(
            path,
            documented(answer, record, query),
            response_model=answers_with,
            responses=problems(*REFUSALS),
            methods=["POST"],
        )
        self._answer, self._query, self._seconds = answer, query, seconds
        self._no_query = query()
        self.app = self._respond

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        service: Service = scope["state"]["service"]
        headers = dict(scope["headers"])
        media_type(headers, (JSON,))
        body = await read_body(headers, receive, RECORD_LIMIT, self._seconds)
        query = read_query(self._query, scope) if scope["query_string"] else self._no_query
        scored = await service.score(_read(body), scope["state"]["request_id"])
        language = language_of(query.lang, headers.get(b"accept-language"))
        answer = await self._answer(service, scored, query, language)
        await send_bytes(send, answer, _origin(scored))


def _read(body: bytes) -> ClientRecord:
    try:
        return ClientRecord.__pydantic_validator__.validate_json(body)  # type: ignore[no-any-return]
    except ValidationError as error:
        raise problem_of(error) from None


def read_query(model: type[Read], scope: Scope) -> Read:
    """The query's parameters.

    Raises
    ------
    ProblemError
        422 if one of them breaks its rule.
    """
    given = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        raise problem_of(error) from None


async def send_bytes(send: Send, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Answer with 200 and a body."""
    headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _origin(scored: Scored) -> list[tuple[bytes, bytes]]:
    """Headers that say which model and which history an answer comes from."""
    version, history = scored.model.version.encode(), scored.asked.history.encode()
    return [_JSON_TYPE, (b"x-model-version", version), (b"x-history", history)]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Documentation of problem documents, by status."""
    return {status: {"content": {MEDIA_TYPE: _PROBLEM}} for status in statuses}


def documented(
    answer: Callable[..., Any],
    record: Any,  # noqa: ANN401 - an annotated type
    query: type[BaseModel],
) -> Callable[..., None]:
    """A function with the name, docstring and parameters that FastAPI is to document."""

    def endpoint() -> None: ...

    endpoint.__name__ = answer.__name__
    endpoint.__doc__ = answer.__doc__
    parameters = {"record": record, "query": Annotated[query, Query()]}
    endpoint.__signature__ = Signature(  # type: ignore[attr-defined]
        [Parameter(n, Parameter.KEYWORD_ONLY, annotation=a) for n, a in parameters.items()]
    )
    return endpoint
