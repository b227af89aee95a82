"""A process that pushes what its instance counts, or stands ready to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import gethostname
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.service.metering.board import Board
from bank_rs.service.metering.catalogue import CATALOGUE
from bank_rs.service.metering.courier import Courier
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.metering.recorder import Recorder
from bank_rs.service.metering.sender import GraphiteSender
from bank_rs.service.metering.system import System, resident_mb
from bank_rs.settings import Settings

_SECONDS: Final = 2.0
"""For one message to Graphite."""

_HOSTNAME: Final = "{hostname}"


class InstanceNameError(BankRsError):
    """The name of the instance would make its metrics look like others."""


def root(settings: Settings) -> str:
    """First parts of the name of every metric of this instance.

    Raises
    ------
    InstanceNameError
        If the instance is called as a metric is.
    """
    host = gethostname().replace(".", "-")
    instance = settings.metrics_instance.replace(_HOSTNAME, host)
    if instance in {metric.name.partition(".")[0] for metric in CATALOGUE}:
        raise InstanceNameError(
            f"BANK_RS_METRICS_INSTANCE is {instance!r}, which a metric is called: choose another."
        )
    return f"{settings.metrics_prefix}.{instance}" if instance else settings.metrics_prefix


@contextmanager
def pushing(
    settings: Settings, board: Board, system: System, metrics: Metrics | None = None
) -> Iterator[None]:
    """Push for the time of the block when no other process of the instance does.

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
    sender = GraphiteSender(
        settings.graphite_host, settings.graphite_port, root(settings), _SECONDS
    )
    recorder = Recorder(board, sender.build_message, *_readers(system, metrics))
    courier = Courier(recorder.backlog, sender.send_socket)
    try:
        with courier.running(recorder.recorded), recorder.running():
            yield
    finally:
        if board.lead():
            courier.deliver()


def _readers(
    system: System, metrics: Metrics | None
) -> tuple[Callable[[], dict[str, float]], Callable[[], None]]:
    """What the recorder reads and how it beats: a worker's memory is on the board already."""
    if metrics is None:
        return lambda: system.read() | {"system.rss_mb": resident_mb()}, lambda: None
    return system.read, lambda: metrics.beat(resident_mb())
