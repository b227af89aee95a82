"""The HTTP interface: its routes and what they need for as long as the service runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import numpy as np
from fastapi import FastAPI, Query
from starlette.types import Lifespan

from bank_rs import __version__
from bank_rs.data.simulation import random_record
from bank_rs.service.metrics import Metrics, Readings
from bank_rs.service.middleware import CountResponses
from bank_rs.service.problems import add_problem_handlers
from bank_rs.service.pusher import Pusher, graphite_sender
from bank_rs.service.schemas import Alive, Answer, ClientRecord, Problem, RandomClient
from bank_rs.service.served import load_served_model
from bank_rs.service.service import Service, Serving
from bank_rs.service.system import System
from bank_rs.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; the model is loaded and metrics start with its lifespan.

    Parameters
    ----------
    settings
        Read from the environment when not given.
    """
    metrics = Metrics()
    app = FastAPI(
        title="bank-rs",
        summary="Which product to offer each bank client next.",
        version=__version__,
        lifespan=_lifespan(settings or Settings.read(), metrics),
    )
    app.add_middleware(CountResponses, metrics=metrics)
    add_problem_handlers(app)
    app.get("/")(alive)
    refused: dict[int | str, dict[str, Any]] = {422: {"model": Problem}}
    app.post("/predict", responses=refused)(predict)
    app.get("/random", responses=refused)(random_client)
    return app


def alive(service: Serving) -> Alive:
    """Say that the service answers, and with which model."""
    return Alive(
        version=__version__,
        model_version=service.model.version,
        model_source=service.model.source,
        up_time=round(service.system.up_time, 3),
    )


def predict(record: ClientRecord, service: Serving) -> Answer:
    """Say for each of the 24 products whether to offer it to this client next."""
    return service.answer(record.to_panel())


def random_client(
    service: Serving, seed: Annotated[int | None, Query(ge=0)] = None
) -> RandomClient:
    """Draw a simulated client and answer for it; the same seed draws the same client."""
    client = random_record(np.random.default_rng(seed))
    record = ClientRecord.model_validate(client)
    return RandomClient(client=client, prediction=service.answer(record.to_panel()))


def _lifespan(settings: Settings, metrics: Metrics) -> Lifespan[FastAPI]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Service]]:
        system = System()

        def read() -> Readings:
            return metrics.take() | system.read()

        sender = graphite_sender(
            settings.graphite_host, settings.graphite_port, settings.metrics_prefix
        )
        # the first draw simulates the clients that all later ones are drawn from
        random_record(np.random.default_rng(0))
        service = Service(load_served_model(settings), metrics, system)
        with Pusher(sender, read, settings.metrics_interval).running():
            yield {"service": service}

    return lifespan
