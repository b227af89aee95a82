import os

import pytest

from bank_rs.stack.process import Process
from tests.stack.conftest import is_running
from tests.waiting import wait_until


@pytest.fixture
def start(tmp_path):
    started = []

    def start_shell(script):
        command = ("sh", "-c", script)
        process = Process.start("shell", command, dict(os.environ), tmp_path, tmp_path / "log")
        started.append(process)
        return process

    yield start_shell
    for process in started:
        process.stop(grace=0)


def pid_in(process):
    wait_until(lambda: process.log.read_text().endswith("\n"))
    return int(process.log.read_text().split()[-1])


def test_process_stop_ends_its_children(start):
    process = start("sleep 60 & echo $!; wait")
    grandchild = pid_in(process)
    process.stop()
    assert process.exit_code == -15
    wait_until(lambda: not is_running(grandchild))


def test_process_stop_ends_children_of_a_dead_leader(start):
    process = start("sleep 60 & echo $!")
    grandchild = pid_in(process)
    wait_until(lambda: process.exit_code == 0)
    assert is_running(grandchild)
    process.stop()
    wait_until(lambda: not is_running(grandchild))


def test_process_stop_kills_what_ignores_the_request(start):
    process = start("trap '' TERM; echo $$; while :; do sleep 1; done")
    pid_in(process)
    process.stop(grace=0.2)
    assert process.exit_code == -9


def test_process_has_a_group_of_its_own(start):
    process = start("sleep 60")
    assert os.getpgid(process.child.pid) == process.group != os.getpgid(0)


def test_process_tail_is_the_end_of_its_log(start):
    process = start("seq 1 100; echo last >&2")
    wait_until(lambda: process.exit_code == 0)
    assert process.tail().splitlines() == [*map(str, range(87, 101)), "last"]
