"""The service from its start to its end."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bank_rs.service.edge.keys import KeyRing
from bank_rs.service.edge.logs import configure_logging
from bank_rs.service.metering.board import Board
from bank_rs.service.metering.pushing import pushing, root
from bank_rs.service.metering.system import System
from bank_rs.service.process.footprint import keep_footprint_small
from bank_rs.service.process.server import APP, bound
from bank_rs.service.process.worker import Plan
from bank_rs.service.process.workers import Workers
from bank_rs.settings import Settings

_LOOPBACK: Final = ("127.", "localhost", "::1")

logger = logging.getLogger(__name__)


def serve(settings: Settings, app: str = APP) -> None:
    """Answer at the address of the settings until a signal comes.

    Parameters
    ----------
    settings
        Address, workers, keys and times; the workers read theirs from the environment.
    app
        Import string of the factory of the application.

    Raises
    ------
    ServerError
        If the address cannot be listened at, or a worker cannot start.
    KeysError
        If what is configured as keys cannot guard the service.
    InstanceNameError
        If the instance is called as a metric is.
    """
    keep_footprint_small()
    ring = KeyRing.from_settings(settings)
    root(settings)
    listening = bound(settings.host, settings.port)
    # MLflow would write its own records in its own way
    os.environ.setdefault("MLFLOW_CONFIGURE_LOGGING", "false")
    configure_logging()
    if ring is None and not settings.host.startswith(_LOOPBACK):
        logger.warning(
            "open to all who reach %s: set BANK_RS_API_KEYS to ask for a key", settings.host
        )
    plan = Plan(settings.host, settings.port, settings.drain_seconds, app)
    logger.info("workers at %s:%d: %d", plan.host, plan.port, settings.workers)
    if settings.workers == 1:
        plan.server().run([listening])
        return
    # bound for itself to find out that nobody else listens, and now so that the workers can
    listening.close()
    with bound(settings.host, settings.port, shared=True), _counting(settings) as board:
        Workers(settings.workers, plan, board).run()


@contextmanager
def _counting(settings: Settings) -> Iterator[Board | None]:
    """What the workers count on, pushed from here until the last of them has ended."""
    if not settings.metrics:
        yield None
        return
    board = Board.make(settings.workers, settings.metrics_interval)
    with pushing(settings, board, System()):
        yield board
