"""What the service is compared with: a route that does nothing, and a model on a thread.

    python benchmarks/serving_apps.py ceiling|bare|thread_for_each|thread_for_all

Each is served as ``bank-rs serve`` serves, by the same settings.
"""

import sys
from asyncio import Future, get_running_loop
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final, Literal

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bank_rs.catalog import PRODUCTS
from bank_rs.data.record import ClientRecord
from bank_rs.service.answering.answers import encode
from bank_rs.service.answering.scored import Asked, Scored
from bank_rs.service.answering.scorer import Scorer
from bank_rs.service.api import create_app
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.meter import Meter
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.process.serve import serve
from bank_rs.service.service import Service
from bank_rs.settings import Settings

Answer = dict[str, Literal[0, 1]]

_ANSWER: Final[Answer] = {product.ru: 0 for product in PRODUCTS}


def ceiling() -> FastAPI:
    """What FastAPI costs: the record is validated and the answer is always the same."""
    app = FastAPI()

    @app.post("/predict")
    async def predict(record: ClientRecord) -> Answer:
        return _ANSWER

    return app


def bare() -> Starlette:
    """The same without FastAPI: the bytes are validated, and the answer is bytes."""
    read = ClientRecord.__pydantic_validator__.validate_json
    answer = encode(_ANSWER)

    async def predict(request: Request) -> Response:
        read(await request.body())
        return Response(answer, media_type="application/json")

    return Starlette(routes=[Route("/predict", predict, methods=["POST"])])


class ThreadForEach(Scorer):
    """Every request hops to the model's thread and back."""

    def __init__(self, model: ServedModel, metrics: Meter) -> None:
        super().__init__(model, metrics)
        self._thread = ThreadPoolExecutor(1)

    def score(self, asked: Asked) -> "Future[Scored]":
        return get_running_loop().run_in_executor(self._thread, self._one, asked)

    def _one(self, asked: Asked) -> Scored:
        return self.score_all([asked], self.model)[0]


class ThreadForAll(Scorer):
    """What waits when the model's thread is free hops there together, and back together."""

    def __init__(self, model: ServedModel, metrics: Meter) -> None:
        super().__init__(model, metrics)
        self._thread = ThreadPoolExecutor(1)
        self._pending: list[tuple[Asked, Future[Scored]]] = []
        self._busy = False

    def score(self, asked: Asked) -> "Future[Scored]":
        loop = get_running_loop()
        answer: Future[Scored] = loop.create_future()
        if not self._pending and not self._busy:
            loop.call_soon(self._hop)
        self._pending.append((asked, answer))
        return answer

    def _hop(self) -> None:
        waiting, self._pending = self._pending, []
        self._busy = bool(waiting)
        if waiting:
            asked = [client for client, _ in waiting]
            scored = get_running_loop().run_in_executor(
                self._thread, self.score_all, asked, self.model
            )
            scored.add_done_callback(lambda done: self._back(waiting, done.result()))

    def _back(self, waiting: list[tuple[Asked, "Future[Scored]"]], scored: list[Scored]) -> None:
        for (_, answer), result in zip(waiting, scored, strict=True):
            if not answer.done():
                answer.set_result(result)
        self._hop()


def _with(scorer: Callable[[ServedModel, Metrics], Scorer]) -> FastAPI:
    app = create_app()
    lifespan = app.router.lifespan_context

    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[dict[str, Service]]:
        async with lifespan(app) as state:
            service: Service = dict(state or ())["service"]
            service.scorer = scorer(service.model, Metrics())
            yield {"service": service}

    app.router.lifespan_context = run
    return app


def thread_for_each() -> FastAPI:
    """The service with a thread hop for each request."""
    return _with(ThreadForEach)


def thread_for_all() -> FastAPI:
    """The service with a thread hop for all requests that wait."""
    return _with(ThreadForAll)


if __name__ == "__main__":
    serve(Settings.read(), f"serving_apps:{sys.argv[1]}")
