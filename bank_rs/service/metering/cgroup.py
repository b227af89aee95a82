"""The control groups of Linux that a process lies in: what they may use, and what they have used.

Both versions are read, also side by side. Names and meanings:
https://docs.kernel.org/admin-guide/cgroup-v2.html,
https://docs.kernel.org/admin-guide/cgroup-v1/memory.html,
https://docs.kernel.org/scheduler/sched-bwc.html and cgroups(7).
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

_UNIFIED: Final = ""
"""What /proc/self/cgroup has for the controllers of version 2."""


class Quota(NamedTuple):
    """The processor time of a group that has a limit.

    Attributes
    ----------
    processors
        How many it may keep busy.
    used
        Processor seconds of all its processes since it was made.
    """

    processors: float
    used: float


class _Hierarchy(NamedTuple):
    """Where a tree of groups is mounted, and the place of the process below that."""

    mount: Path
    place: PurePosixPath

    @property
    def folders(self) -> list[Path]:
        """The process's own group first, then those around it as far as they can be seen."""
        return [self.mount / above for above in (self.place, *self.place.parents)]


class Cgroups:
    """The groups of a process: its own, and those around that.

    A container sees its own group as the outermost; a process of the machine sees all. What is
    missing, unlimited or not understood limits nothing.

    Parameters
    ----------
    process
        Folder of the process in /proc.
    """

    def __init__(self, process: Path = Path("/proc/self")) -> None:
        self._hierarchies = _hierarchies(process)

    def quotas(self) -> dict[Path, Quota]:
        """The groups whose processor time is limited, by folder."""
        groups = (*self._unified_quotas(), *self._first_quotas())
        return {folder: quota for folder, quota in groups if quota is not None}

    def memory_left(self) -> Iterator[int]:
        """What each group with a limit can still give, in bytes.

        Pages of files that were not used lately count as free, as they are given back before
        anything fails; Docker and Kubernetes reckon alike.
        """
        for folder in self._folders(_UNIFIED):
            yield from _left(folder, "memory.max", "memory.current", "inactive_file")
        for folder in self._folders("memory"):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            yield from _left(folder, *names)

    def _folders(self, controller: str) -> list[Path]:
        hierarchy = self._hierarchies.get(controller)
        return hierarchy.folders if hierarchy else []

    def _unified_quotas(self) -> Iterator[tuple[Path, Quota | None]]:
        for folder in self._folders(_UNIFIED):
            limit, _, period = _text(folder / "cpu.max").partition(" ")
            microseconds = _entry(folder / "cpu.stat", "usage_usec")
            yield folder, _quota(limit, period, microseconds, 1e6)

    def _first_quotas(self) -> Iterator[tuple[Path, Quota | None]]:
        limited, counted = (self._hierarchies.get(name) for name in ("cpu", "cpuacct"))
        if limited is None or counted is None or limited.place != counted.place:
            return
        for folder, usage in zip(limited.folders, counted.folders, strict=True):
            limit, period = (_text(folder / f"cpu.cfs_{part}_us") for part in ("quota", "period"))
            yield folder, _quota(limit, period, _number(_text(usage / "cpuacct.usage")), 1e9)


def _hierarchies(process: Path) -> dict[str, _Hierarchy]:
    """The trees that hold the process, by controller; those where its own group shows first."""
    own = _places(_text(process / "cgroup"))
    shown: dict[str, _Hierarchy] = {}
    hidden: dict[str, _Hierarchy] = {}
    for controllers, root, mount in _mounts(_text(process / "mountinfo")):
        for controller in own.keys() & controllers:
            place = own[controller]
            if place.is_relative_to(root):
                shown.setdefault(controller, _Hierarchy(mount, place.relative_to(root)))
            else:
                hidden.setdefault(controller, _Hierarchy(mount, PurePosixPath()))
    return hidden | shown


def _places(cgroup: str) -> dict[str, PurePosixPath]:
    """The process's place in each tree, by controller."""
    found: dict[str, PurePosixPath] = {}
    for line in cgroup.splitlines():
        _, _, rest = line.partition(":")
        controllers, _, place = rest.partition(":")
        # one that begins with .. lies outside of all that can be seen
        if ".." not in PurePosixPath(place).parts:
            found |= dict.fromkeys(controllers.split(","), PurePosixPath(place))
    return found


def _mounts(mountinfo: str) -> Iterator[tuple[list[str], PurePosixPath, Path]]:
    """Controllers, group and place of what is mounted of the trees; proc_pid_mountinfo(5)."""
    for line in mountinfo.splitlines():
        mounted, _, system = line.partition(" - ")
        with suppress(ValueError):
            _, _, _, root, mount, *_ = mounted.split(" ")
            kind, _, options = system.split(" ")
            if kind in ("cgroup", "cgroup2"):
                controllers = [_UNIFIED] if kind == "cgroup2" else options.split(",")
                yield controllers, PurePosixPath(root), Path(mount)


def _quota(limit: str, period: str, used: int | None, per_second: float) -> Quota | None:
    allowed, each = _number(limit), _number(period)
    if not allowed or not each or used is None:
        return None
    return Quota(allowed / each, used / per_second)


def _left(folder: Path, limit: str, usage: str, idle: str) -> Iterator[int]:
    most, used = _number(_text(folder / limit)), _number(_text(folder / usage))
    if most is not None and used is not None:
        idle_bytes = _entry(folder / "memory.stat", idle) or 0
        yield max(0, most - max(0, used - idle_bytes))


def _entry(file: Path, name: str) -> int | None:
    """The number behind a name at the start of a line."""
    lines = (line.partition(" ") for line in _text(file).splitlines())
    return next((_number(value) for key, _, value in lines if key == name), None)


def _number(text: str) -> int | None:
    """A count; None for ``max``, -1 and all else."""
    return int(text) if text.isdecimal() else None


def _text(file: Path) -> str:
    """What a file says, nothing if it cannot be read."""
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
