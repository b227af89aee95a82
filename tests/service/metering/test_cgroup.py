import pytest

from bank_rs.service.metering.cgroup import Cgroups, Quota
from tests.service.metering.cgroup_files import (
    CgroupFiles,
    first_cpu,
    first_memory,
    unified_cpu,
    unified_memory,
    write,
)

NO_LIMIT = 9_223_372_036_854_771_712
"""What version 1 has where there is no limit to memory."""


@pytest.fixture
def files(tmp_path) -> CgroupFiles:
    return CgroupFiles(tmp_path)


def test_container_of_version_2_has_its_limits_at_the_mount(files):
    own = files.unified("/")
    write(own, unified_cpu("150000 100000", 2_500_000) | unified_memory("4000", 1500, 500))
    cgroups = files.cgroups()
    assert cgroups.quotas() == {own: Quota(1.5, 2.5)}
    assert list(cgroups.memory_left()) == [3000]


def test_process_of_a_machine_of_version_2_has_its_limits_and_those_around(files):
    mount = files.unified("/system.slice/bank-rs.service")
    around, own = mount / "system.slice", mount / "system.slice" / "bank-rs.service"
    write(mount, {"cpu.stat": "usage_usec 9000000\n"})
    write(around, unified_cpu("400000 100000", 3_000_000) | unified_memory("9000", 8000, 0))
    write(own, unified_cpu("50000 100000", 1_000_000) | unified_memory("max", 7000, 0))
    write(own / "below", unified_cpu("10000 100000", 1) | unified_memory("1", 1, 0))
    cgroups = files.cgroups()
    assert cgroups.quotas() == {own: Quota(0.5, 1.0), around: Quota(4.0, 3.0)}
    assert list(cgroups.memory_left()) == [1000]


def test_container_of_version_1_sees_its_group_as_the_root_of_the_mount(files):
    place = "/docker/4f1c"
    cpu = files.first("cpu,cpuacct", place, root=place)
    memory = files.first("memory", place, root=place)
    write(cpu, first_cpu(20_000, 3_000_000_000))
    write(memory, first_memory(5000, 2000, 400))
    cgroups = files.cgroups()
    assert cgroups.quotas() == {cpu: Quota(0.2, 3.0)}
    assert list(cgroups.memory_left()) == [3400]


def test_processor_time_of_version_1_is_counted_in_a_tree_of_its_own(files):
    cpu, counted = (files.first(name, "/a/b") for name in ("cpu", "cpuacct"))
    both = first_cpu(30_000, 4_000_000_000)
    usage = {"cpuacct.usage": both.pop("cpuacct.usage")}
    write(cpu / "a", both)
    write(counted / "a", usage)
    assert files.cgroups().quotas() == {cpu / "a": Quota(0.3, 4.0)}


def test_quota_without_a_count_of_its_own_limits_nothing(files):
    cpu, counted = files.first("cpu", "/a"), files.first("cpuacct", "/")
    both = first_cpu(30_000, 4_000_000_000)
    write(cpu / "a", both)
    write(counted, both)
    assert files.cgroups().quotas() == {}


def test_both_versions_side_by_side_are_read(files):
    unified, memory = files.unified("/app"), files.first("memory", "/app")
    write(unified / "app", unified_cpu("80000 100000", 1_000_000))
    write(memory, first_memory(NO_LIMIT, 9000, 0))
    write(memory / "app", first_memory(7000, 3000, 1000))
    cgroups = files.cgroups()
    assert cgroups.quotas() == {unified / "app": Quota(0.8, 1.0)}
    assert min(cgroups.memory_left()) == 5000


def test_mount_that_shows_the_process_goes_before_others(files, tmp_path):
    machine = files.mount("machine", "cgroup2", "rw", root="/../..")
    own = files.unified("/")
    write(machine, unified_cpu("100000 100000", 5_000_000))
    write(own, unified_cpu("50000 100000", 1_000_000))
    assert files.cgroups().quotas() == {own: Quota(0.5, 1.0)}


def test_mount_of_another_root_counts_as_a_group_around(files):
    mount = files.unified("/", root="/..")
    write(mount, unified_cpu("50000 100000", 1_000_000))
    assert files.cgroups().quotas() == {mount: Quota(0.5, 1.0)}


def test_process_outside_of_what_is_mounted_has_no_limits(files):
    mount = files.unified("/../other")
    write(mount, unified_cpu("50000 100000", 1) | unified_memory("10", 1, 0))
    write(mount.parent / "other", unified_cpu("50000 100000", 1) | unified_memory("10", 1, 0))
    cgroups = files.cgroups()
    assert cgroups.quotas() == {}
    assert list(cgroups.memory_left()) == []


@pytest.mark.parametrize(
    "odd",
    [
        {},
        unified_cpu("max 100000", 1) | unified_memory("max", 1, 0),
        first_cpu(-1, 1),
        {"cpu.max": "", "memory.max": ""},
        {"cpu.max": "50000", "cpu.stat": "usage_usec 1"},
        {"cpu.max": "50000 0", "cpu.stat": "usage_usec 1"},
        {"cpu.max": "a few", "cpu.stat": "usage_usec many", "memory.max": "-3"},
        {"cpu.max": "50000 100000", "cpu.stat": "user_usec 1", "memory.max": "5"},
        {"cpu.max": "50000 100000", "memory.max": "5", "memory.current": "\n"},
    ],
    ids=[
        "nothing there",
        "unlimited",
        "unlimited in version 1",
        "empty",
        "no period",
        "period of 0",
        "words",
        "no usage",
        "empty usage",
    ],
)
def test_groups_without_limits_limit_nothing(files, odd):
    write(files.unified("/app") / "app", odd)
    write(files.first("cpu,cpuacct", "/app") / "app", odd)
    cgroups = files.cgroups()
    assert cgroups.quotas() == {}
    assert list(cgroups.memory_left()) == []


def test_memory_in_use_beyond_the_limit_leaves_nothing(files):
    write(files.unified(), unified_memory("1000", 1200, 0))
    assert list(files.cgroups().memory_left()) == [0]


def test_more_idle_pages_than_usage_leave_the_limit(files):
    write(files.unified(), unified_memory("1000", 400, 500))
    assert list(files.cgroups().memory_left()) == [1000]


def test_usage_without_statistics_counts_whole(files):
    own = files.unified()
    write(own, unified_memory("1000", 400, 100))
    (own / "memory.stat").unlink()
    assert list(files.cgroups().memory_left()) == [600]


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"cgroup": "", "mountinfo": ""},
        {"cgroup": "0::/\n", "mountinfo": "30 25 0:30 / - cgroup2\nnonsense\n"},
        {"cgroup": "nonsense\n::\n", "mountinfo": "30 25 0:30 / /x rw - cgroup2 cgroup2 rw\n"},
    ],
    ids=["no such folder", "empty", "odd mounts", "odd groups"],
)
def test_process_without_groups_has_no_limits(tmp_path, written):
    write(tmp_path, written)
    cgroups = Cgroups(tmp_path)
    assert cgroups.quotas() == {}
    assert list(cgroups.memory_left()) == []


def test_limits_are_read_anew_each_time(files):
    own = files.unified()
    write(own, unified_cpu("50000 100000", 1_000_000))
    cgroups = files.cgroups()
    cgroups.quotas()
    write(own, unified_cpu("70000 100000", 2_000_000))
    assert cgroups.quotas() == {own: Quota(0.7, 2.0)}


def test_names_of_mounts_in_other_encodings_are_passed_over(files):
    own = files.unified()
    write(own, unified_cpu("50000 100000", 1_000_000))
    files.cgroups()
    mountinfo = own.parent / "proc" / "mountinfo"
    mountinfo.write_bytes(
        b"24 25 8:2 / /mnt/caf\xe9 rw - ext4 /dev/sdb1 rw\n" + mountinfo.read_bytes()
    )
    assert Cgroups(mountinfo.parent).quotas() == {own: Quota(0.5, 1.0)}
