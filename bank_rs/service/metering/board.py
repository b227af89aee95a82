"""Memory in which the processes of one instance count, and which outlives each of them."""

import fcntl
import mmap
import os
import tempfile
from collections.abc import Callable
from multiprocessing.reduction import DupFd
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from bank_rs.service.metering.layout import layout

KEPT_SECONDS: Final = 3600
"""Time for which pushes wait for Graphite."""

Counts = dict[str, NDArray[Any]]
"""Sums over the processes of an instance, by the fields of ``COUNTS``."""


class Board:
    """Counts of all workers, what of them has been taken, and what waits for Graphite.

    Every worker adds to a place of its own, so none waits for another, and what a process had
    counted when it was killed is not lost. Whoever takes the counts holds the lead, a lock that
    the kernel gives back when its holder ends, however it ends.

    A board can be given to a child process as an argument of it.

    Parameters
    ----------
    descriptor
        Of the file that is the memory; the board closes it.
    workers
        Places.
    interval
        Seconds between two pushes.
    """

    def __init__(self, descriptor: int, workers: int, interval: int) -> None:
        self._descriptor = descriptor
        self._shape = (workers, interval)
        self.interval = interval
        divided = layout(workers, max(1, KEPT_SECONDS // interval))
        os.ftruncate(descriptor, divided.itemsize)
        # views of the memory keep it mapped
        self.cells = np.frombuffer(mmap.mmap(descriptor, divided.itemsize), divided)

    @classmethod
    def make(cls, workers: int = 1, interval: int = 10) -> Self:
        """A board of its own, which no other program can find."""
        return cls(_anonymous_file(), workers, interval)

    def __reduce__(self) -> tuple[Callable[..., "Board"], tuple[Any, ...]]:
        """How a child process that is being started gets it."""
        return _received, (type(self), DupFd(self._descriptor), *self._shape)

    def __del__(self) -> None:
        os.close(self._descriptor)

    def lead(self) -> bool:
        """Whether this process may take the counts, from now until it ends."""
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
        except OSError:
            return False
        return True

    def totals(self) -> Counts:
        """What has been counted since the instance started."""
        workers, own = self.cells["workers"]["counts"], self.cells["pusher"]
        return {name: workers[name].sum(axis=1)[0] + own[name][0] for name in own.dtype.names or ()}


def _received(kind: type[Board], descriptor: Any, workers: int, interval: int) -> Board:  # noqa: ANN401 - of multiprocessing
    return kind(descriptor.detach(), workers, interval)


def _anonymous_file() -> int:
    """Descriptor of an empty file without a name, in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("bank-rs-metrics", os.MFD_CLOEXEC)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
