"""The process that ends the stack's process groups when its supervisor is gone, however it went.

It is run by its path and imports the standard library only, so it starts in a moment. It reads
``+GROUP`` and ``-GROUP`` lines and, once the pipe closes, ends the groups that are left: the
kernel closes the pipe even after SIGKILL.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable

GRACE_SECONDS = 15.0
_KILL_SECONDS = 2.0
_POLL_SECONDS = 0.05


def end_group(
    group: int, grace: float = GRACE_SECONDS, reap: Callable[[], object] = lambda: None
) -> None:
    """Ask a process group to end, wait, and kill what is left of it.

    Parameters
    ----------
    group
        Process group id.
    grace
        Seconds between SIGTERM and SIGKILL.
    reap
        Called while waiting, to collect the leader where it is the caller's child: until then the
        dead leader counts as a member.
    """
    for number, seconds in ((signal.SIGTERM, grace), (signal.SIGKILL, _KILL_SECONDS)):
        _signal(group, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            reap()
            if not _signal(group, 0):
                return
            time.sleep(_POLL_SECONDS)


def main(lines: Iterable[str]) -> None:
    """Follow the supervisor's lines until they end, then end the groups that are left."""
    groups: list[int] = []
    for line in lines:
        change = groups.append if line.startswith("+") else groups.remove
        change(int(line[1:]))
    for group in reversed(groups):
        end_group(group)


def _signal(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS refuses a group of zombies
        return False
    return True


if __name__ == "__main__":
    main(sys.stdin)
