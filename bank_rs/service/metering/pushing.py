"""A process that pushes what its instance counts, or stands ready to."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from socket import gethostname
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.service.metering.board import Board
from bank_rs.service.metering.catalogue import CATALOGUE
from bank_rs.service.metering.courier import Courier
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.metering.recorder import Recorder
from bank_rs.service.metering.replica import Replica, ReplicaError
from bank_rs.service.metering.sender import GraphiteSender
from bank_rs.service.metering.system import System, resident_mb
from bank_rs.settings import Settings

_SECONDS: Final = 2.0
"""For one message to Graphite."""

_HOSTNAME: Final = "{hostname}"
_REPLICA: Final = "{replica}"
_VARIABLE: Final = "BANK_RS_METRICS_INSTANCE"

logger = logging.getLogger(__name__)


class InstanceNameError(BankRsError):
    """The name of the instance would make its metrics look like others."""


def root(settings: Settings, replica: int = 1) -> str:
    """First parts of the name of every metric of this instance.

    Parameters
    ----------
    settings
        What the instance is called.
    replica
        Its number among those with the same settings.

    Raises
    ------
    InstanceNameError
        If the instance is called as a metric is.
    """
    instance = _instance(settings, replica)
    if instance in {metric.name.partition(".")[0] for metric in CATALOGUE}:
        raise InstanceNameError(
            f"{_VARIABLE} is {instance!r}, which a metric is called: choose another."
        )
    return f"{settings.metrics_prefix}.{instance}" if instance else settings.metrics_prefix


@contextmanager
def pushing(
    settings: Settings, board: Board, system: System, metrics: Metrics | None = None
) -> Iterator[None]:
    """Push for the time of the block when no other process of the instance does.

    An instance that finds no number of its own says so in the log and pushes nothing.

    Parameters
    ----------
    settings
        Where Graphite is, and what the instance is called.
    board
        What the instance counts.
    system
        Reads the machine.
    metrics
        The place of this process if it is a worker.

    Raises
    ------
    InstanceNameError
        If the instance is called as a metric is.
    """
    with ExitStack() as running:
        try:
            replica = running.enter_context(closing(_replica(settings)))
        except ReplicaError as error:
            logger.error("no metrics are pushed: %s", error)  # noqa: TRY400 - it says all
            # else workers would push, each with a number of its own
            board.lead()
        else:
            if metrics is None:
                running.enter_context(_named(_instance(settings, replica.number)))
            sender = GraphiteSender(
                settings.graphite_host,
                settings.graphite_port,
                root(settings, replica.number),
                _SECONDS,
            )
            recorder = Recorder(board, sender.build_message, *_readers(system, metrics))
            running.enter_context(_delivering(board, recorder, sender, replica))
        yield


@contextmanager
def _delivering(
    board: Board, recorder: Recorder, sender: GraphiteSender, replica: Replica
) -> Iterator[None]:
    courier = Courier(recorder.backlog, sender.send_socket)
    try:
        with courier.running(recorder.recorded), recorder.running():
            yield
    finally:
        if board.lead():
            replica.note(recorder.backlog.last_slot)
            courier.deliver()


def _instance(settings: Settings, replica: int) -> str:
    given = settings.metrics_instance
    if given == _REPLICA and replica == 1:
        return ""
    host = gethostname().replace(".", "-")
    return given.replace(_HOSTNAME, host).replace(_REPLICA, str(replica))


def _replica(settings: Settings) -> Replica:
    if _REPLICA not in settings.metrics_instance:
        return Replica()
    folder = settings.state_dir / "replicas"
    return Replica.hold(folder, partial(root, settings), settings.metrics_interval)


@contextmanager
def _named(instance: str) -> Iterator[None]:
    """Call workers, which read their settings from the environment, as the instance is called."""
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = instance
    try:
        yield
    finally:
        os.environ.pop(_VARIABLE)
        if before is not None:
            os.environ[_VARIABLE] = before


def _readers(
    system: System, metrics: Metrics | None
) -> tuple[Callable[[], dict[str, float]], Callable[[], None]]:
    """What the recorder reads and how it beats: a worker's memory is on the board already."""
    if metrics is None:
        return lambda: system.read() | {"system.rss_mb": resident_mb()}, lambda: None
    return system.read, lambda: metrics.beat(resident_mb())
