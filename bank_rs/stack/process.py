import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bank_rs.stack.guard import GRACE_SECONDS, end_group

_TAIL_LINES = 15


@dataclass(frozen=True)
class Process:
    """A process of the stack, leader of a group of its own, with its output in a file.

    A group of its own keeps the terminal's Ctrl-C away, so the stack can end in order.
    """

    name: str
    log: Path
    child: subprocess.Popen[bytes]

    @classmethod
    def start(
        cls,
        name: str,
        command: Sequence[str | Path],
        variables: Mapping[str, str],
        folder: Path,
        logs: Path,
    ) -> Self:
        """Start `command` in `folder`; its output replaces ``logs/name.log``."""
        logs.mkdir(parents=True, exist_ok=True)
        log = logs / f"{name}.log"
        with log.open("wb") as output:
            child = subprocess.Popen(  # noqa: S603 - the commands are the stack's own
                command,
                cwd=folder,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(name, log, child)

    @property
    def group(self) -> int:
        """Its process group's id."""
        return self.child.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.child.poll()

    def tail(self) -> str:
        """Return the last lines of its log."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-_TAIL_LINES:])

    def stop(self, grace: float = GRACE_SECONDS) -> None:
        """End its whole group: SIGTERM, `grace` seconds, SIGKILL."""
        end_group(self.group, grace, reap=self.child.poll)
