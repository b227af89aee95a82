import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Final, Self

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


_Handler = Callable[[int, FrameType | None], Any] | int | signal.Handlers | None


class Interrupt:
    """Whether a signal asked the stack to end; while it is entered no signal interrupts anything.

    A handler that raises could strike between the start of a process and its bookkeeping, or in
    the middle of the shutdown, and leave an orphan; a flag is read where it is safe.
    """

    def __init__(self) -> None:
        self.requested = False
        self._previous: dict[signal.Signals, _Handler] = {}

    def __enter__(self) -> Self:
        for number in SIGNALS:
            previous = signal.getsignal(number)
            if previous is not signal.SIG_IGN:  # nohup asked that a hang-up be survived
                self._previous[number] = previous
                signal.signal(number, self._request)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, previous in self._previous.items():
            signal.signal(number, previous)

    def _request(self, number: int, frame: FrameType | None) -> None:
        self.requested = True
