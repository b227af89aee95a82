import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Never, Self

from bank_rs.errors import BankRsError
from bank_rs.stack import guard
from bank_rs.stack.interrupt import Interrupt
from bank_rs.stack.process import Process

_POLL_SECONDS = 0.1


class StopRequestedError(Exception):
    """A signal asked the stack to end."""


class ProcessError(BankRsError):
    """A process of the stack ended or did not get ready; `tail` holds its last words."""

    def __init__(self, process: Process, what: str) -> None:
        super().__init__(f"{process.name} {what}: its log is {process.log}.")
        self.tail = process.tail()


class Supervisor:
    """The processes of one stack: started one by one, watched together, ended in reverse order.

    Whatever happens to this process, no process of the stack outlives it: leaving the block ends
    them, and the guard does so when this process is killed.
    """

    def __init__(
        self, variables: Mapping[str, str], logs: Path, report: Callable[[str], None]
    ) -> None:
        self._variables = variables
        self._logs = logs
        self._report = report
        self._running: list[Process] = []
        self._before_stop: dict[int, Callable[[], None]] = {}
        self._interrupt = Interrupt()
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        self._exit.enter_context(self._interrupt)
        self._guard = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, "-S", guard.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._exit:
            while self._running:
                self._report(f"stopping {self._running[-1].name}")
                self._end(self._running[-1])
            self._guard.communicate()

    @property
    def running(self) -> tuple[Process, ...]:
        """The processes that are to run now, in the order of their start."""
        return tuple(self._running)

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        folder: Path,
        variables: Mapping[str, str] | None = None,
        before_stop: Callable[[], None] | None = None,
    ) -> Process:
        """Start a process.

        Parameters
        ----------
        name
            What the process and its log are called.
        command
            Program and arguments.
        folder
            Where it works.
        variables
            Environment on top of the stack's own.
        before_stop
            Called when the stack ends and the process still runs.
        """
        given = {**self._variables, **(variables or {})}
        process = Process.start(name, command, given, folder, self._logs)
        self._running.append(process)
        if before_stop:
            self._before_stop[process.group] = before_stop
        self._tell(f"+{process.group}")
        return process

    def finish(self, process: Process, seconds: float) -> None:
        """Wait until a process has done its work and ended.

        Raises
        ------
        ProcessError
            If it fails, or needs more than `seconds`, or another process ends meanwhile.
        StopRequestedError
            If a signal comes first.
        """
        self._poll(process, lambda: process.exit_code is not None, seconds, ending=process)
        if process.exit_code:
            raise ProcessError(process, f"failed with exit code {process.exit_code}")
        self._end(process)

    def await_ready(self, process: Process, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until `ready` answers True; raises as `finish` does."""
        self._poll(process, ready, seconds)

    def watch(self) -> Never:
        """Wait until a process ends or a signal comes; raises as `finish` does."""
        while True:
            self._check()
            time.sleep(_POLL_SECONDS)

    def _poll(
        self,
        process: Process,
        done: Callable[[], bool],
        seconds: float,
        ending: Process | None = None,
    ) -> None:
        deadline = time.monotonic() + seconds
        while not done():
            self._check(ending)
            if time.monotonic() > deadline:
                raise ProcessError(process, f"was not ready within {seconds:.0f} s")
            time.sleep(_POLL_SECONDS)

    def _check(self, ending: Process | None = None) -> None:
        if self._interrupt.requested:
            raise StopRequestedError
        for process in self._running:
            if process is not ending and process.exit_code is not None:
                raise ProcessError(process, f"ended with exit code {process.exit_code}")

    def _end(self, process: Process) -> None:
        before_stop = self._before_stop.get(process.group)
        if before_stop and process.exit_code is None:
            before_stop()
        process.stop()
        self._running.remove(process)
        self._tell(f"-{process.group}")

    def _tell(self, line: str) -> None:
        pipe = self._guard.stdin
        if pipe is not None:
            with suppress(BrokenPipeError):  # a killed guard must not keep the stack from ending
                pipe.write(f"{line}\n")
                pipe.flush()
