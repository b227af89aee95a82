"""An application behind the real middleware and server, with routes that misbehave on request.

``python -m tests.service.served_app`` serves it as ``bank-rs serve`` serves the real one.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from fastapi import FastAPI, Request
from pydantic import BaseModel

from bank_rs.errors import BankRsError
from bank_rs.service import health
from bank_rs.service.edge.middleware import add_middleware
from bank_rs.service.edge.problem_handlers import add_problem_handlers
from bank_rs.service.metering.meter import Meter, Unmetered
from bank_rs.service.process.serve import serve
from bank_rs.service.readiness import Readiness
from bank_rs.settings import Settings
from tests.waiting import wait_until

FAILURES = {"BankRsError": BankRsError, "ImportError": ImportError}


class Record(BaseModel, extra="forbid"):
    age: int


@dataclass
class Service:
    readiness: Readiness = field(default_factory=Readiness)
    model: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(version="7"))


def create_app(settings: Settings | None = None, metrics: Meter | None = None) -> FastAPI:
    if failure := os.environ.get("BANK_RS_TEST_FAILURE"):
        raise FAILURES[failure]("this application fails when told to.")
    app = FastAPI(lifespan=_lifespan)
    add_middleware(app, settings or Settings.read(), metrics or Unmetered())
    add_problem_handlers(app)
    app.get("/")(process)
    app.get("/health/live")(health.live)
    app.get("/health/ready")(health.ready)
    app.post("/record")(record)
    app.post("/fail")(fail)
    app.post("/raw")(raw)
    app.get("/wait")(wait)
    app.get("/die")(die)
    return app


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[dict[str, Service]]:
    yield {"service": Service()}


async def process() -> int:
    return os.getpid()


async def record(record: Record) -> int:
    return record.age


async def raw(request: Request) -> int:
    return len(await request.body())


async def fail(request: Request) -> None:
    text = (await request.body()).decode()
    try:
        int(text)
    except ValueError as error:
        raise RuntimeError(f"cannot use {text}") from error


def wait(begun: Path, until: Path) -> str:
    """Answer once a file is there, after making another that says this has begun."""
    begun.touch()
    wait_until(until.exists)
    return "waited"


async def die() -> None:
    os._exit(9)


if __name__ == "__main__":
    serve(Settings.read(), "tests.service.served_app:create_app")
