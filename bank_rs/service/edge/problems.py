"""Errors as RFC 9457 problem documents that name field and rule and never repeat a value."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from starlette.types import Scope, Send

from bank_rs.errors import BankRsError

MEDIA_TYPE: Final = "application/problem+json"
RETRY_SOON: Final = {"Retry-After": "1"}

_TITLES: Final = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Titles by RFC 9110 where Python's own changed from one version to the next."""

_DETAILS: Final = {
    400: "The body is not a JSON object: send one in UTF-8.",
    401: "A key is needed: send one of this service's as 'Authorization: Bearer KEY'.",
    404: "Nothing is found at this address: /docs lists what is.",
    405: "This address does not take this method: use one that the Allow header names.",
    408: "The request took too long to arrive: send it faster or in smaller pieces.",
    413: "The body is too large: send fewer records in one request.",
    415: "The body is not declared as JSON: send it with 'Content-Type: application/json'.",
    422: "The request breaks a rule: see its errors for the field and the rule.",
    429: "This key has used up its requests: send again after the seconds in Retry-After.",
    500: "The service failed in a way nobody foresaw: tell its operator the request id.",
    503: "The service cannot answer now: send again after the seconds in Retry-After.",
}


class FieldError(BaseModel):
    """One field that breaks its rule."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"field": "fecha_dato", "rule": "must be given"}]}
    )

    field: str = Field(description="name as it was sent, 'body' for the whole")
    rule: str = Field(description="what it has to be")


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str = "about:blank"
    title: str = Field(description="the status in words")
    status: int = Field(description="HTTP status")
    detail: str = Field(description="what is wrong, and the cure")
    request_id: str = Field("", description="name under which the service's log has the request")
    errors: list[FieldError] = Field([], description="fields that break their rules")


class ProblemError(BankRsError):
    """A request that is answered with a problem document.

    Parameters
    ----------
    status
        HTTP status.
    detail
        What is wrong and the cure, in one sentence without any value that was sent; the status's
        own sentence if empty.
    errors
        The fields that break their rules.
    headers
        Headers of the answer on top of the usual ones.
    """

    def __init__(
        self,
        status: int,
        detail: str = "",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or _detail(status))
        self.status = status
        self.errors = errors
        self.headers = headers or {}


def problem_body(
    scope: Scope, status: int, detail: str = "", errors: Iterable[FieldError] = ()
) -> bytes:
    """A problem document about the request of `scope`, as JSON in UTF-8."""
    document = Problem(
        title=_TITLES.get(status) or HTTPStatus(status).phrase,
        status=status,
        detail=detail or _detail(status),
        request_id=scope.get("state", {}).get("request_id", ""),
        errors=list(errors),
    )
    return document.model_dump_json().encode()


async def send_problem(
    send: Send,
    scope: Scope,
    status: int,
    detail: str = "",
    errors: Iterable[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> None:
    """Answer a request with a problem document from outside any route.

    Parameters
    ----------
    send, scope
        Of the request.
    status, detail, errors, headers
        As of `ProblemError`.
    """
    body = problem_body(scope, status, detail, errors)
    given = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **(headers or {})}
    lines = [(name.lower().encode(), value.encode()) for name, value in given.items()]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})


def _detail(status: int) -> str:
    return _DETAILS.get(status, "The request cannot be answered: see /docs for what can be.")
