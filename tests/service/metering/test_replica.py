import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager

import pytest

from bank_rs.service.metering.replica import MOST, Replica, ReplicaError

INTERVAL = 3600
HOLDING = f"""
import sys
from pathlib import Path
from bank_rs.service.metering.replica import Replica
replica = Replica.hold(Path(sys.argv[1]), str, {INTERVAL})
print(replica.number, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state" / "replicas"


def hold(folder):
    return closing(Replica.hold(folder, str, INTERVAL))


@contextmanager
def process(folder):
    """A process that holds a number until it is killed."""
    command = (sys.executable, "-c", HOLDING, folder)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as started:
        try:
            yield started
        finally:
            started.kill()


def number_of(started):
    return int(started.stdout.readline())


def test_processes_that_start_at_once_have_numbers_of_their_own(folder):
    with ExitStack() as running:
        started = [running.enter_context(process(folder)) for _ in range(6)]
        assert sorted(map(number_of, started)) == [1, 2, 3, 4, 5, 6]


def test_number_of_a_process_that_is_killed_is_the_next_to_be_taken(folder):
    with ExitStack() as running:
        started = [running.enter_context(process(folder)) for _ in range(3)]
        killed = {number_of(each): each for each in started}[2]
        killed.kill()
        killed.wait()
        assert number_of(running.enter_context(process(folder))) == 2
        assert number_of(running.enter_context(process(folder))) == 4


def test_instances_in_one_process_have_numbers_of_their_own(folder):
    with hold(folder) as first, hold(folder) as second:
        assert (first.number, second.number) == (1, 2)


def test_number_that_was_given_back_is_taken_again(folder):
    with hold(folder):
        pass
    with hold(folder) as again:
        assert again.number == 1


def test_program_that_was_started_meanwhile_does_not_keep_the_number(folder):
    with ExitStack() as running:
        with hold(folder):
            waiting = (sys.executable, "-c", "import sys; print(1, flush=True); sys.stdin.read()")
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            started = running.enter_context(
                subprocess.Popen(waiting, text=True, close_fds=False, **pipes)
            )
            running.callback(started.kill)
            assert number_of(started) == 1
        with hold(folder) as again:
            assert again.number == 1


@pytest.mark.parametrize(
    ("seconds", "number"), [(-INTERVAL, 1), (-1, 1), (INTERVAL / 2, 2), (3 * INTERVAL, 1)]
)
def test_number_rests_while_its_last_slot_is_to_come(folder, seconds, number):
    with hold(folder) as first:
        first.note(int(time.time()) - INTERVAL)
        first.note(int(time.time() + seconds))
    with hold(folder) as second:
        assert second.number == number


def test_file_with_anything_else_in_it_is_no_obstacle(folder):
    folder.mkdir(parents=True)
    (folder / "1").write_bytes(bytes(10))
    with hold(folder) as replica:
        assert replica.number == 1


def test_folder_that_cannot_be_made_is_one_sentence(folder):
    folder.parents[0].write_text("a file")
    with pytest.raises(ReplicaError, match=r"(?s)state/replicas \(.+\): let the service write"):
        Replica.hold(folder, str, INTERVAL)


def test_one_instance_too_many_is_one_sentence(folder):
    with ExitStack() as running:
        for _ in range(MOST):
            running.enter_context(hold(folder))
        with pytest.raises(ReplicaError, match=f"all {MOST} numbers .* are held: end some"):
            Replica.hold(folder, str, INTERVAL)
