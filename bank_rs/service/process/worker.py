"""One of several processes that answer at one address, from within."""

import logging
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from threading import Thread
from typing import Final

from starlette.types import ASGIApp
from uvicorn.importer import import_from_string

from bank_rs.errors import BankRsError
from bank_rs.service.edge.logs import configure_logging, log_end
from bank_rs.service.metering.board import Board
from bank_rs.service.metering.meter import Unmetered
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.process.footprint import keep_footprint_small
from bank_rs.service.process.server import APP, Server, bound, configured

STARTUP_FAILURE: Final = 3
"""Exit code of a worker that cannot start, as uvicorn has it: the next would fare no better."""

FAILURE: Final = 1

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a server serves, in a form that another process can be given.

    Attributes
    ----------
    host, port
        Where.
    drain_seconds
        Between 'not ready' and the end of accepting.
    app
        Import string of the factory.
    """

    host: str
    port: int
    drain_seconds: float
    app: str = APP

    def server(self) -> Server:
        """A server in this process."""
        return Server(configured(self.host, self.port, self.app), self.drain_seconds)


class Worker(Server):
    """A server that leaves signals alone: they reach its supervisor too, which says when to end."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Ignore what would end the process."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        yield


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker counts.

    Attributes
    ----------
    board
        Of the instance; None where nothing is counted.
    number
        Of the worker's place on it.
    """

    board: Board | None
    number: int


def work(plan: Plan, orders: Connection, place: Place) -> None:
    """Answer until ordered to end, or until whoever gives the orders is gone.

    Parameters
    ----------
    plan
        What to serve.
    orders
        Each message is one call of `Server.end`.
    place
        Where to count.
    """
    keep_footprint_small()
    configure_logging()
    app = partial(_application, plan.app, place)
    server = Worker(configured(plan.host, plan.port, app), plan.drain_seconds)
    Thread(target=_obey, args=(orders, server), name="orders", daemon=True).start()
    try:
        server.run([bound(plan.host, plan.port, shared=True)])
    except BankRsError as error:
        logger.error("%s", error)  # noqa: TRY400 - the sentence says all
        sys.exit(STARTUP_FAILURE)
    except Exception as error:  # noqa: BLE001 - nothing else tells the log
        log_end(error)
        sys.exit(FAILURE if server.started else STARTUP_FAILURE)


def _application(app: str, place: Place) -> ASGIApp:
    metrics = Metrics(place.board, place.number) if place.board else Unmetered()
    made: ASGIApp = import_from_string(app)(metrics=metrics)
    return made


def _obey(orders: Connection, server: Server) -> None:
    while True:
        try:
            orders.recv_bytes()
        except EOFError:
            logger.warning("the supervisor of this worker is gone")
            server.end()
            return
        server.end()
