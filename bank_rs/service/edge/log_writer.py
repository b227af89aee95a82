"""The one thread that carries log lines out of the process."""

import os
import select
import stat
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Final

FLUSH_SECONDS: Final = 0.2
LINES_KEPT: Final = 10_000
"""Lines that wait while nobody reads, a second of a worker's full load."""

_END_SECONDS: Final = 1.0
_FILE_PIECE: Final = 1 << 16


class LogWriter:
    """Takes lines from any thread at once and writes them a moment later, in order.

    Whoever reads the lines may be slow or gone: that stops the writing thread and no other. Beyond
    ``LINES_KEPT`` lines the newest are let go.

    Parameters
    ----------
    descriptor
        Open file descriptor to write to.
    lost
        Words the line that tells how many lines were let go.
    """

    def __init__(self, descriptor: int, lost: Callable[[int], str]) -> None:
        self._descriptor = descriptor
        self._lost_line = lost
        self._waiting: deque[str | Event] = deque()
        self._lost = 0
        self._wake = Event()
        self._stopping = False
        self._thread: Thread | None = None

    def write(self, line: str) -> None:
        """Take an ASCII line, its line feed included."""
        if len(self._waiting) < LINES_KEPT:
            self._waiting.append(line)
        else:
            self._lost += 1

    def flush(self) -> None:
        """Wait until the lines taken so far are written, a second at most."""
        if self._thread is not None:
            reached = Event()
            self._waiting.append(reached)
            self._wake.set()
            reached.wait(_END_SECONDS)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Write for the time of the block; a writer that ran before goes on after it."""
        if self._thread is not None:
            yield
            self.flush()
            return
        self.start()
        try:
            yield
        finally:
            self.stop()

    def start(self) -> None:
        """Begin to write."""
        self._stopping = False
        self._thread = Thread(target=self._loop, name="log", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, for a second at most, and end."""
        if self._thread is not None:
            self._stopping = True
            self._wake.set()
            self._thread.join(_END_SECONDS)
            self._thread = None

    def _loop(self) -> None:
        # a pipe takes so much in one piece, which keeps the lines of several workers apart
        pipe = stat.S_ISFIFO(os.fstat(self._descriptor).st_mode)
        most = select.PIPE_BUF if pipe else _FILE_PIECE
        while not self._stopping:
            self._wake.wait(FLUSH_SECONDS)
            self._wake.clear()
            self._drain(most)
        self._drain(most)

    def _drain(self, most: int) -> None:
        if self._lost:
            lost, self._lost = self._lost, 0
            self._waiting.append(self._lost_line(lost))
        while self._waiting:
            first = self._waiting.popleft()
            if isinstance(first, Event):
                first.set()
            else:
                self._write(self._piece(first, most))

    def _piece(self, line: str, most: int) -> bytes:
        lines = [line]
        size = len(line)
        while self._waiting and isinstance(following := self._waiting[0], str):
            size += len(following)
            if size > most:
                break
            lines.append(following)
            self._waiting.popleft()
        return "".join(lines).encode("ascii", "replace")

    def _write(self, piece: bytes) -> None:
        # a reader that is gone for good leaves nothing to do but to let the lines go
        with suppress(OSError):
            while piece:
                try:
                    piece = piece[os.write(self._descriptor, piece) :]
                except BlockingIOError:
                    select.select((), (self._descriptor,), (), FLUSH_SECONDS)
