"""Folders as the file systems of control groups look, and a process that lies in them."""

from collections.abc import Mapping
from pathlib import Path

from bank_rs.service.metering.cgroup import Cgroups

DISK = "25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw"


class CgroupFiles:
    """A /proc/self and what it says is mounted, in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mounts = [DISK]
        self._places: list[str] = []

    def mount(self, name: str, kind: str, options: str, root: str = "/") -> Path:
        folder = self._folder / name
        folder.mkdir(parents=True, exist_ok=True)
        number = 30 + len(self._mounts)
        self._mounts.append(
            f"{number} 25 0:{number} {root} {folder} rw,nosuid shared:9 - {kind} {kind} {options}"
        )
        return folder

    def unified(self, place: str = "/", root: str = "/") -> Path:
        """Version 2 alone, with the process at a place."""
        self._places.append(f"0::{place}")
        return self.mount("fs", "cgroup2", "rw,nsdelegate", root)

    def first(self, controllers: str, place: str = "/", root: str = "/") -> Path:
        """A tree of version 1, as `cpu,cpuacct`, with the process at a place."""
        self._places.append(f"{len(self._places) + 2}:{controllers}:{place}")
        return self.mount(controllers, "cgroup", f"rw,{controllers}", root)

    def cgroups(self) -> Cgroups:
        process = self._folder / "proc"
        write(process, {"cgroup": lines(self._places), "mountinfo": lines(self._mounts)})
        return Cgroups(process)


def write(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)


def lines(texts: list[str]) -> str:
    return "".join(f"{text}\n" for text in texts)


def unified_cpu(limit: str, used_microseconds: int) -> dict[str, str]:
    stat = f"usage_usec {used_microseconds}\nuser_usec 7\nsystem_usec 9\nnr_periods 3\n"
    return {"cpu.max": f"{limit}\n", "cpu.stat": stat}


def unified_memory(limit: str, current: int, inactive_file: int) -> dict[str, str]:
    stat = f"anon 17\nfile 18\ninactive_anon 19\ninactive_file {inactive_file}\nactive_file 20\n"
    return {"memory.max": f"{limit}\n", "memory.current": f"{current}\n", "memory.stat": stat}


def first_cpu(quota: int, used_nanoseconds: int) -> dict[str, str]:
    return {
        "cpu.cfs_quota_us": f"{quota}\n",
        "cpu.cfs_period_us": "100000\n",
        "cpuacct.usage": f"{used_nanoseconds}\n",
    }


def first_memory(limit: int, usage: int, inactive_file: int) -> dict[str, str]:
    stat = f"cache 17\ninactive_file 18\ntotal_cache 19\ntotal_inactive_file {inactive_file}\n"
    return {
        "memory.limit_in_bytes": f"{limit}\n",
        "memory.usage_in_bytes": f"{usage}\n",
        "memory.stat": stat,
    }
