"""Readings of the machine and the process."""

import time
from typing import NamedTuple, Self

import psutil

from bank_rs.service.metering.metrics import Readings

BYTES_PER_MB = 1_000_000


class System:
    """CPU load, free memory and time since start."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._cpu = CpuSeconds.now()

    @property
    def up_time(self) -> float:
        """Seconds since this object was made."""
        return time.monotonic() - self._started

    def read(self) -> Readings:
        """Take the readings.

        Returns
        -------
        dict
            ``system.cpu_load``, 0 to 1 over all cores since the last call;
            ``system.memory_free_mb``, memory that can be had without swapping;
            ``system.up_time`` in seconds.
        """
        return {
            "system.cpu_load": self._cpu_load(),
            "system.memory_free_mb": psutil.virtual_memory().available / BYTES_PER_MB,
            "system.up_time": self.up_time,
        }

    def _cpu_load(self) -> float:
        before, self._cpu = self._cpu, CpuSeconds.now()
        return self._cpu.load_since(before)


class CpuSeconds(NamedTuple):
    """Seconds of all cores since boot.

    `psutil.cpu_percent` remembers its last call for each thread by itself, so its first answer in
    the thread that pushes would be a meaningless 0.
    """

    busy: float
    total: float

    @classmethod
    def now(cls) -> Self:
        """Read the counters of the machine."""
        times = psutil.cpu_times()
        # Linux counts the time of guests in the user's as well
        total = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
        return cls(total - times.idle - getattr(times, "iowait", 0.0), total)

    def load_since(self, before: Self) -> float:
        """Share of the time since then that was busy, 0 to 1; 0 where no time passed."""
        passed = self.total - before.total
        if passed <= 0:
            return 0.0
        # an idle moment may round to less than nothing, and Linux lets iowait run backwards
        return min(max((self.busy - before.busy) / passed, 0.0), 1.0)
