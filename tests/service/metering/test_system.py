import mmap
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.service.metering.cgroup import Quota
from bank_rs.service.metering.system import (
    BYTES_PER_MB,
    CpuSeconds,
    Spent,
    System,
    resident_mb,
    usable_processors,
)
from tests.service.metering.cgroup_files import CgroupFiles, unified_cpu, unified_memory, write
from tests.service.metering.real_cgroup import NoGroupError, limited_to

TICK_SECONDS = 0.01
"""How finely Linux counts the time of its cores."""

CPU_READINGS = 40
"""Of half a second each, in which a busy process is given its fifth of a processor."""

BUSY = """
import os, sys, time
from bank_rs.service.metering.cgroup import Cgroups
from bank_rs.service.metering.system import System
for folder in sys.argv[1:]:
    open(folder + "/cgroup.procs", "w").write(str(os.getpid()))
system = System()
print(*(quota.processors for quota in Cgroups().quotas().values()), flush=True)
while True:
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        pass
    print(system.read()["system.cpu_load"], flush=True)
"""


@pytest.fixture
def files(tmp_path) -> CgroupFiles:
    return CgroupFiles(tmp_path)


@pytest.fixture
def busy() -> Iterator[subprocess.Popen[str]]:
    """A busy process that may keep a fifth of a processor busy and prints its readings."""
    try:
        with limited_to(0.2) as folders:
            command = [sys.executable, "-c", BUSY, *map(str, folders)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                yield process
                process.kill()
    except NoGroupError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def one_processor() -> Iterator[int]:
    """The only processor that this thread may run on."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        pytest.skip("this machine has no processors to choose from")
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    yield max(allowed)
    os.sched_setaffinity(0, allowed)


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
    def ticks() -> float:
        return sum(seconds.busy for seconds in CpuSeconds.of_each())

    system = System()
    begin, deadline = ticks(), time.monotonic() + 5
    while ticks() - begin < TICK_SECONDS:
        assert time.monotonic() < deadline
        sum(range(100_000))
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(system.read).result()["system.cpu_load"] > 0


def test_cpu_load_of_a_real_group_that_uses_its_limit_is_1(busy):
    assert busy.stdout.readline().split()[0] == "0.2"
    readings = map(float, islice(busy.stdout, CPU_READINGS))
    assert any(reading > 0.95 for reading in readings)


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
def test_cpu_load_of_a_machine_is_the_busy_share_of_the_time_passed(before, after, load):
    assert spent(1, before).load_since(spent(0, before)) == 0
    assert spent(1, after).load_since(spent(0, before)) == load


def test_cpu_load_of_a_machine_is_that_of_the_processors_it_may_run_on(one_processor):
    seconds = [(5.0, 20.0)] * os.cpu_count()
    later = [(6.0, 24.0)] * len(seconds)
    later[one_processor] = (8.0, 24.0)
    assert usable_processors(len(seconds)) == {one_processor}
    assert spent(4, *later).load_since(spent(0, *seconds)) == 0.75


def test_processors_that_are_not_counted_are_not_chosen_from(one_processor):
    assert usable_processors(one_processor) == set(range(one_processor))


def test_cpu_load_of_the_tightest_limit_counts():
    before = spent(100, (0, 0), wide=Quota(0.5, 20), tight=Quota(0.25, 7))
    after = spent(110, (10, 10), wide=Quota(0.5, 21), tight=Quota(0.25, 8))
    assert after.load_since(before) == 1 / (0.25 * 10)


def test_cpu_load_of_a_limit_wider_than_the_machine_is_the_machines():
    before = spent(100, (0, 0), wide=Quota(1000, 20))
    after = spent(110, (5, 10), wide=Quota(1000, 21))
    assert after.load_since(before) == 0.5


def test_cpu_load_since_before_the_limit_is_the_machines():
    assert spent(110, (5, 10), new=Quota(0.25, 8)).load_since(spent(100, (0, 0))) == 0.5


def test_cpu_load_without_the_limit_there_was_is_the_machines():
    assert spent(110, (5, 10)).load_since(spent(100, (0, 0), old=Quota(0.25, 8))) == 0.5


seconds = st.floats(0, 1e9)
moments = st.builds(
    lambda moment, pairs, quotas: Spent(
        moment,
        tuple(CpuSeconds(*pair) for pair in pairs),
        {Path(name): Quota(*quota) for name, quota in quotas.items()},
    ),
    seconds,
    st.lists(st.tuples(seconds, seconds), max_size=4),
    st.dictionaries(
        st.sampled_from("ab"), st.tuples(st.floats(0.01, 8, exclude_min=True), seconds)
    ),
)


@given(moments, moments)
def test_cpu_load_of_any_counts_is_a_share(before, after):
    assert 0 <= after.load_since(before) <= 1


def test_system_reads_the_load_of_its_limit(files):
    own = files.unified()
    write(own, unified_cpu("20000 100000", 1_000_000))
    system = System(files.cgroups())
    write(own, unified_cpu("20000 100000", 10_000_000_000_000))
    assert system.read()["system.cpu_load"] == 1


def test_memory_is_the_least_that_any_limit_leaves(files):
    mount = files.unified("/around/own")
    write(mount / "around", unified_memory("9000000", 6_000_000, 1_500_000))
    write(mount / "around" / "own", unified_memory("7000000", 1_000_000, 0))
    assert System(files.cgroups()).read()["system.memory_free_mb"] == 4.5


def test_memory_within_a_limit_beyond_the_machine_is_the_machines(files):
    write(files.unified(), unified_memory(f"{2**60}", 1000, 0))
    free = System(files.cgroups()).read()["system.memory_free_mb"]
    assert 0 < free < psutil.virtual_memory().total / BYTES_PER_MB


def test_limits_that_vanish_leave_the_machine(files):
    own = files.unified()
    write(own, unified_cpu("20000 100000", 1_000_000) | unified_memory("9000", 1, 0))
    system = System(files.cgroups())
    for file in own.iterdir():
        file.unlink()
    readings = system.read()
    assert 0 <= readings["system.cpu_load"] <= 1
    assert readings["system.memory_free_mb"] > 1


def test_resident_memory_grows_with_what_the_process_holds():
    before = resident_mb()
    # pages of its own: a block of the allocator may have been resident already
    with mmap.mmap(-1, 50_000_000) as held:
        held[:] = b"x" * len(held)
        assert resident_mb() - before > 0.8 * len(held) / BYTES_PER_MB


def spent(moment: float, *processors: tuple[float, float], **quotas: Quota) -> Spent:
    counted = tuple(CpuSeconds(*seconds) for seconds in processors)
    return Spent(moment, counted, {Path(name): quota for name, quota in quotas.items()})
