"""Sends a plan to a service, several requests at a time."""

import asyncio
import time
from collections.abc import Callable, Iterable

import httpx2

from bank_rs.errors import BankRsError
from bank_rs.load.outcome import Load, Outcome
from bank_rs.load.plan import PlannedRequest

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 30.0
_NO_CONNECTION = ("ConnectError", "ConnectTimeout")


class NothingAnswersError(BankRsError):
    """No connection can be made at the address of the service."""


async def send(
    requests: Iterable[PlannedRequest],
    url: str,
    concurrency: int,
    delay: float,
    on_outcome: Callable[[], None],
) -> Load:
    """Send every request once, none of them again.

    Parameters
    ----------
    requests
        What to send, in this order.
    url
        Scheme, host and port of the service.
    concurrency
        Number of workers; each waits for its answer before it sends again.
    delay
        Seconds a worker waits between two requests.
    on_outcome
        Called after each request.

    Raises
    ------
    NothingAnswersError
        If no connection can be made before anything has been answered.
    """
    waiting = iter(requests)
    outcomes: list[Outcome] = []
    timeout = httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    limits = httpx2.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)

    async def work() -> None:
        pause = 0.0
        for request in waiting:
            await asyncio.sleep(pause)
            outcome = await _outcome(client, request)
            if not outcomes and outcome.result in _NO_CONNECTION:
                raise _nothing_answers(url)
            outcomes.append(outcome)
            on_outcome()
            pause = delay

    started = time.perf_counter()
    async with httpx2.AsyncClient(base_url=url, timeout=timeout, limits=limits) as client:
        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(concurrency):
                    workers.create_task(work())
        except ExceptionGroup as group:
            # 'except*' would wrap what is raised in it once more on Python 3.11.2
            if nothing := group.subgroup(NothingAnswersError):
                raise nothing.exceptions[0] from None
            raise
    return Load(outcomes, time.perf_counter() - started)


async def _outcome(client: httpx2.AsyncClient, request: PlannedRequest) -> Outcome:
    method, path = request.endpoint.split()
    query = None if request.seed is None else {"seed": request.seed}
    started = time.perf_counter()
    try:
        response = await client.request(method, path, params=query, json=request.body)
    except httpx2.RequestError as error:
        return Outcome(request.endpoint, type(error).__name__)
    milliseconds = (time.perf_counter() - started) * 1000
    return Outcome(request.endpoint, str(response.status_code), milliseconds)


def _nothing_answers(url: str) -> NothingAnswersError:
    return NothingAnswersError(
        f"nothing answers at {url}: start the service with 'make run' or 'bank-rs serve', or "
        "name its address with --url."
    )
