"""Where the time of one /predict goes, by parts that are called in one process without a network.

    python benchmarks/serving_parts.py

Four requests at a time, as many as one turn of the event loop finds where eight connections send,
go through the whole application, through what is inside its middleware, through the route alone;
then the route's own steps are called one by one. What is shown is processor time for one request,
the least of many rounds. What uvicorn and the kernel take comes on top; ``serving.py`` measures all
of it.
"""

import logging
from asyncio import gather
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any, Final

import uvloop
from fastapi.routing import APIRoute
from rich.console import Console
from rich.table import Table
from serving_bodies import simulated_records, singles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bank_rs.data.record import ClientRecord
from bank_rs.model.champion import Champion
from bank_rs.model.features import Known
from bank_rs.model.forest import Forest
from bank_rs.service.answering import answers
from bank_rs.service.answering.language import Language
from bank_rs.service.answering.scored import Asked
from bank_rs.service.api import create_app
from bank_rs.service.edge.capacity import Capacity
from bank_rs.service.edge.logs import line_writer
from bank_rs.service.edge.observe import Observe
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.service import Service
from bank_rs.settings import Settings

AT_ONCE: Final = 4
REQUESTS: Final = 960
ROUNDS: Final = 15

_MODELS: Final = Path(__file__).parents[1] / "models"
_NOWHERE: Final = 9
"""The discard port: neither a registry nor Graphite is wanted here."""


def microseconds(call: Callable[[Any], object], arguments: Sequence[Any]) -> float:
    """Of one request, where each call is for its share of them."""
    rounds = []
    for _ in range(ROUNDS):
        started = process_time()
        for argument in arguments:
            call(argument)
        rounds.append(process_time() - started)
    return 1e6 * min(rounds) / REQUESTS


async def asgi_microseconds(
    apps: Mapping[str, ASGIApp], bodies: Sequence[bytes], state: dict[str, Any]
) -> dict[str, float]:
    """Of one request through each of some applications, which take turns."""
    rounds: dict[str, list[float]] = {name: [] for name in apps}
    for _ in range(ROUNDS):
        for name, app in apps.items():
            calls = [(_scope(body, state), _receive(body)) for body in bodies]
            groups = [calls[start : start + AT_ONCE] for start in range(0, REQUESTS, AT_ONCE)]
            started = process_time()
            for group in groups:
                await gather(*(app(scope, receive, _ignore) for scope, receive in group))
            rounds[name].append(process_time() - started)
    return {name: 1e6 * min(times) / REQUESTS for name, times in rounds.items()}


def _scope(body: bytes, state: dict[str, Any]) -> Scope:
    headers = {"host": "localhost", "content-type": "application/json"}
    headers["content-length"] = str(len(body))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": "POST",
        "path": "/predict",
        "raw_path": b"/predict",
        "root_path": "",
        "query_string": b"",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "state": state | {"request_id": ""},
    }


def _receive(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _ignore(message: Message) -> None:
    pass


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def steps(service: Service, bodies: Sequence[bytes]) -> dict[str, float]:
    """Microseconds of the route's steps."""
    read = ClientRecord.__pydantic_validator__.validate_json
    records = [read(body) for body in bodies]
    asked = [service.asked(record, "") for record in records]
    groups = [asked[start : start + AT_ONCE] for start in range(0, REQUESTS, AT_ONCE)]
    model = service.model
    scored = [found for group in groups for found in service.scorer.score_all(group, model)]
    named = _model_steps(model.champion, groups)
    whole = microseconds(lambda group: service.scorer.score_all(group, model), groups)
    return {
        "validation (pydantic-core)": microseconds(read, bodies),
        "history and masks": microseconds(lambda record: service.asked(record, ""), records),
        **named,
        "thresholds, counts": whole - sum(named.values()),
        "answer": microseconds(lambda s: answers.offer(s.offered, Language.RU), scored),
    }


def _model_steps(champion: Champion, groups: list[list[Asked]]) -> dict[str, float]:
    (_, features), (_, classifier) = champion.pipeline.steps
    forest = Forest(classifier.forest_)

    def encode(group: list[Asked]) -> Any:  # noqa: ANN401 - a matrix of some type
        own = [(client.values["owned"], 0) for client in group]
        known = Known.of_records(own, [client.months for client in group])
        return features.transform_records([client.values for client in group], known)

    rows = [encode(group) for group in groups]
    trees = microseconds(forest.scores, rows)
    return {
        "features": microseconds(encode, groups),
        "forest": trees,
        "calibration": microseconds(classifier.probabilities, rows) - trees,
    }


async def layers(bodies: Sequence[bytes]) -> dict[str, float]:
    """Microseconds of the application's layers and of the route's steps."""
    settings = Settings(
        models_dir=_MODELS,
        mlflow_tracking_uri=f"http://127.0.0.1:{_NOWHERE}",
        graphite_port=_NOWHERE,
    )
    app = create_app(settings)
    async with app.router.lifespan_context(app) as found:
        state = dict(found or ())
        route = next(r for r in app.routes if isinstance(r, APIRoute) and r.path == "/predict")
        metrics = Metrics()
        guards = Observe(Capacity(_nothing, AT_ONCE, metrics), metrics, line_writer())
        apps: dict[str, ASGIApp] = {"app": app, "router": app.router, "route": route.app}
        apps |= {"guards": guards, "nothing": _nothing}
        took = await asgi_microseconds(apps, bodies, state)
        parts = steps(state["service"], bodies)
    own = took["guards"] - took["nothing"]
    return {
        "FastAPI's middleware": took["app"] - took["router"] - own,
        "the service's middleware: id, log line, metrics, capacity": own,
        "routing": took["router"] - took["route"],
        **parts,
        "the rest: body, time limit, tasks": took["route"] - sum(parts.values()),
        "all": took["app"],
    }


def main() -> None:
    logging.disable()
    console = Console()
    bodies = list(islice(singles(simulated_records()), REQUESTS))
    with console.status("calling"):
        found = uvloop.run(layers(bodies))
    table = Table("", "µs", "share", title=f"one /predict, {AT_ONCE} at a time")
    whole = found["all"]
    for name, value in found.items():
        table.add_row(name, f"{value:.1f}", f"{value / whole:.0%}")
    console.print(table)


if __name__ == "__main__":
    main()
