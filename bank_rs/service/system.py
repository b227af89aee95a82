"""Readings of the machine and the process."""

import time

import psutil

from bank_rs.service.metrics import Readings

BYTES_PER_MB = 1_000_000


class System:
    """CPU load, free memory and time since start."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        # the first reading without an interval is a meaningless 0.0
        psutil.cpu_percent()

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
            "system.cpu_load": psutil.cpu_percent() / 100,
            "system.memory_free_mb": psutil.virtual_memory().available / BYTES_PER_MB,
            "system.up_time": self.up_time,
        }
