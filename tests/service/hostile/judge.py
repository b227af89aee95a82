import json
from collections.abc import Iterator

from bank_rs.service.edge.problems import MEDIA_TYPE
from tests.service.hostile.case import TRACE, Case
from tests.service.hostile.wire import Address, Answer, ask

UNAVAILABLE = 503
"""The one answer of the server's own that may be given at any time."""


def faults(address: Address, case: Case) -> Iterator[str]:
    """What is wrong with the answer to a request."""
    answer = ask(address, case.payload, case.ends, case.method == b"HEAD")
    if answer is None:
        if case.http and case.allowed:
            yield "is not answered"
        return
    if case.http and answer.status not in case.allowed | {UNAVAILABLE}:
        yield f"is answered with {answer.status}"
    if answer.status >= 500 and answer.status != UNAVAILABLE:
        yield f"is answered with {answer.status}"
    if TRACE in answer.raw.upper():
        yield "is repeated in the answer"
    if answer.status >= 400 and case.method != b"HEAD" and not _is_problem(answer, case.http):
        yield f"is refused with {answer.status} without a problem document"


def _is_problem(answer: Answer, http: bool) -> bool:
    if answer.headers.get("content-type") != MEDIA_TYPE:
        # what is no HTTP is refused by the server's parser, which knows of no documents
        return not http and answer.status == 400 and answer.headers["connection"] == "close"
    problem = json.loads(answer.body)
    named = problem["request_id"] and problem["request_id"] == answer.headers["x-request-id"]
    return problem["status"] == answer.status and bool(named)
