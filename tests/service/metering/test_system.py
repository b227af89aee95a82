import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from bank_rs.service.metering.system import BYTES_PER_MB, CpuSeconds, System

TICK_SECONDS = 0.01
"""How finely Linux counts the time of its cores."""


def test_readings_are_in_their_units():
    readings = System().read()
    assert set(readings) == {"system.cpu_load", "system.memory_free_mb", "system.up_time"}
    assert 0 <= readings["system.cpu_load"] <= 1
    assert 0 < readings["system.memory_free_mb"] < psutil.virtual_memory().total / BYTES_PER_MB
    assert readings["system.up_time"] >= 0


def test_up_time_grows():
    system = System()
    first = system.up_time
    assert system.up_time >= first


def test_cpu_load_of_a_busy_machine_is_seen_from_any_thread():
    system = System()
    deadline = time.monotonic() + 5
    while system._cpu.now().busy - system._cpu.busy < TICK_SECONDS:
        assert time.monotonic() < deadline
        sum(range(100_000))
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(system.read).result()["system.cpu_load"] > 0


@pytest.mark.parametrize(
    ("before", "after", "load"),
    [
        ((10, 40), (11, 44), 0.25),
        ((10, 40), (14, 44), 1),
        ((10, 40), (10, 40), 0),
        ((10, 40), (10 - 2e-10, 44), 0),
        ((10, 40), (14 + 2e-10, 44), 1),
    ],
    ids=["part", "all", "no time", "rounded below", "rounded above"],
)
def test_cpu_load_is_the_busy_share_of_the_time_passed(before, after, load):
    assert CpuSeconds(*after).load_since(CpuSeconds(*before)) == load
