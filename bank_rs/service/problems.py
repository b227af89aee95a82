"""Errors as problem documents that name the field and the rule and never repeat a value."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bank_rs.service.schemas import FieldError, Problem

_RULES: Mapping[str, str] = {
    "missing": "must be given",
    "extra_forbidden": "is not a field of the record, or is given twice",
    "json_invalid": "must be valid JSON",
    "model_attributes_type": "must be a JSON object",
    "dict_type": "must be a JSON object",
}
_UNPROCESSABLE = HTTPStatus(422)
_TITLES: Mapping[int, str] = {422: "Unprocessable Content"}
"""Titles by RFC 9110 where Python's own changed from one version to the next."""
_UNREADABLE = FieldError(field="body", rule=_RULES["json_invalid"])


def add_problem_handlers(app: FastAPI) -> None:
    """Answer validation and HTTP errors with problem documents."""
    app.exception_handler(RequestValidationError)(_refuse_fields)
    app.exception_handler(HTTPException)(_refuse)


async def _refuse_fields(_: Request, error: RequestValidationError) -> JSONResponse:
    return _answer(_UNPROCESSABLE, [_field_error(e) for e in error.errors()])


async def _refuse(request: Request, error: HTTPException) -> JSONResponse:
    # FastAPI answers 400 where the body is not even text, and 422 where the text is not JSON
    if error.status_code == HTTPStatus.BAD_REQUEST and request.method == "POST":
        return _answer(_UNPROCESSABLE, [_UNREADABLE])
    return _answer(HTTPStatus(error.status_code), [], error.headers)


def _field_error(error: Mapping[str, Any]) -> FieldError:
    place = [str(part) for part in error["loc"][1:]]
    rule = _RULES.get(error["type"], str(error["msg"]).removeprefix("Value error, "))
    field = "body" if error["type"] == "json_invalid" or not place else place[0]
    return FieldError(field=field, rule=rule)


def _answer(
    status: HTTPStatus, errors: list[FieldError], headers: Mapping[str, str] | None = None
) -> JSONResponse:
    title = _TITLES.get(status, status.phrase)
    problem = Problem(title=title, status=status, errors=errors)
    return JSONResponse(
        problem.model_dump(), status, headers, media_type="application/problem+json"
    )
