"""Readings of the machine, or of the container where that may use less of it."""

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, Self

import psutil

from bank_rs.service.metering.cgroup import Cgroups, Quota
from bank_rs.service.metering.readings import Readings

BYTES_PER_MB: Final = 1_000_000


class System:
    """CPU load, free memory and time since start.

    Parameters
    ----------
    cgroups
        The groups whose limits hold; those of this process if not given.
    """

    def __init__(self, cgroups: Cgroups | None = None) -> None:
        self._started = time.monotonic()
        self._cgroups = cgroups or Cgroups()
        self._spent = Spent.by_now(self._cgroups)

    @property
    def up_time(self) -> float:
        """Seconds since this object was made."""
        return time.monotonic() - self._started

    def read(self) -> Readings:
        """Take the readings.

        Returns
        -------
        dict
            ``system.cpu_load``, the busy share since the last call, 0 to 1, of the processor time
            that may be used: a container's limit where it has one, else the processors that this
            process may run on;
            ``system.memory_free_mb``, memory that can be had without swapping and within all
            limits;
            ``system.up_time`` in seconds.
        """
        return {
            "system.cpu_load": self._cpu_load(),
            "system.memory_free_mb": self._memory_free() / BYTES_PER_MB,
            "system.up_time": self.up_time,
        }

    def _cpu_load(self) -> float:
        before, self._spent = self._spent, Spent.by_now(self._cgroups)
        return self._spent.load_since(before)

    def _memory_free(self) -> int:
        return min((psutil.virtual_memory().available, *self._cgroups.memory_left()))


class CpuSeconds(NamedTuple):
    """Seconds of one processor since boot."""

    busy: float
    total: float

    @classmethod
    def of_each(cls) -> tuple[Self, ...]:
        """Read the counters of the machine's processors.

        `psutil.cpu_percent` remembers its last call for each thread by itself, so its first answer
        in the thread that pushes would be a meaningless 0.
        """
        found = []
        for times in psutil.cpu_times(percpu=True):
            # Linux counts the time of guests in the user's as well
            total = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
            found.append(cls(total - times.idle - getattr(times, "iowait", 0.0), total))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor time that was spent up to a moment.

    Attributes
    ----------
    moment
        In seconds of the monotonic clock.
    processors
        Of each processor of the machine.
    quotas
        Of each group with a limit, by folder.
    """

    moment: float
    processors: tuple[CpuSeconds, ...]
    quotas: Mapping[Path, Quota]

    @classmethod
    def by_now(cls, cgroups: Cgroups) -> Self:
        """Read all counters."""
        return cls(time.monotonic(), CpuSeconds.of_each(), cgroups.quotas())

    def load_since(self, before: Self) -> float:
        """Busy share of what could be used since then, 0 to 1; 0 where no time passed.

        The group with the least processors counts if it has fewer than this process may run on,
        with all its processes and for as long as it is seen.
        """
        usable = usable_processors(len(self.processors))
        group = self._tightest(len(usable))
        if group is not None and group in before.quotas:
            quota, passed = self.quotas[group], self.moment - before.moment
            return _share(quota.used - before.quotas[group].used, quota.processors * passed)
        pairs = list(zip(before.processors, self.processors, strict=False))
        spans = [pairs[place] for place in usable if place < len(pairs)]
        busy, total = (sum(now[k] - then[k] for then, now in spans) for k in (0, 1))
        return _share(busy, total)

    def _tightest(self, processors: int) -> Path | None:
        limits = {group: quota.processors for group, quota in self.quotas.items()}
        group = min(limits, key=limits.__getitem__, default=None)
        return group if group is not None and limits[group] < processors else None


def usable_processors(count: int) -> set[int]:
    """Which of the machine's processors this process may run on; all where that is not known."""
    everything = set(range(count))
    if sys.platform != "linux":
        return everything
    allowed = os.sched_getaffinity(0)
    # where processors are off, those that are counted have other numbers
    return everything if allowed - everything else allowed


def resident_mb() -> float:
    """Resident memory of this process in MB, pages it shares with others included."""
    return psutil.Process().memory_info().rss / BYTES_PER_MB


def _share(used: float, possible: float) -> float:
    # an idle moment may round to less than nothing, Linux lets iowait run backwards, and a limit
    # is held to within a slice of time
    return min(max(used / possible, 0.0), 1.0) if possible > 0 else 0.0
