"""A real control group, where the system lets one be made."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bank_rs.service.metering.cgroup import Cgroups

PERIOD = 100_000


class NoGroupError(Exception):
    """None can be made here, as the message says."""


@contextmanager
def limited_to(processors: float) -> Iterator[list[Path]]:
    """A group below that of the tests; its folder in each tree that a process has to join."""
    cgroups = Cgroups()
    own = [folder for name in ("cpu", "cpuacct") for folder in cgroups._folders(name)[:1]]
    own = list(dict.fromkeys(own)) or cgroups._folders("")[:1]
    if not own:
        raise NoGroupError("this system has no control groups")
    folders = [folder / f"bank-rs-test-{os.getpid()}" for folder in own]
    with ExitStack() as made:
        try:
            for folder in folders:
                folder.mkdir()
                made.callback(folder.rmdir)
            _limit(folders[0], round(processors * PERIOD))
        except OSError as error:
            raise NoGroupError(f"no control group can be made here: {error}") from error
        yield folders


def _limit(folder: Path, quota: int) -> None:
    if (folder / "cpu.cfs_quota_us").exists():
        (folder / "cpu.cfs_period_us").write_text(f"{PERIOD}")
        (folder / "cpu.cfs_quota_us").write_text(f"{quota}")
    else:
        (folder / "cpu.max").write_text(f"{quota} {PERIOD}")
