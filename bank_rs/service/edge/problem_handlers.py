"""What routes and frameworks raise, answered with problem documents."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from bank_rs.service.edge.broken_rules import problem_of_errors
from bank_rs.service.edge.problems import MEDIA_TYPE, ProblemError, problem_body


def add_problem_handlers(app: FastAPI) -> None:
    """Answer refused requests with problem documents.

    What is not foreseen is not handled here: `Observe` answers it.
    """
    app.exception_handler(ProblemError)(_answer)
    app.exception_handler(RequestValidationError)(_refuse_fields)
    app.exception_handler(HTTPException)(_refuse)


async def _answer(request: Request, error: ProblemError) -> Response:
    body = problem_body(request.scope, error.status, str(error), error.errors)
    return Response(body, error.status, dict(error.headers), MEDIA_TYPE)


async def _refuse_fields(request: Request, error: RequestValidationError) -> Response:
    # the first part of a place says where it is: body, query, path
    errors: list[dict[str, Any]] = [{**e, "loc": e["loc"][1:]} for e in error.errors()]
    return await _answer(request, problem_of_errors(errors))


async def _refuse(request: Request, error: HTTPException) -> Response:
    if isinstance(error.__cause__, ClientDisconnect):
        # FastAPI answers a client that left in mid-body with 400
        raise error.__cause__
    return await _answer(request, ProblemError(error.status_code, headers=error.headers))
