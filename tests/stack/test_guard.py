import subprocess
import sys

import pytest

from bank_rs.stack import guard
from tests.stack.conftest import is_running
from tests.waiting import wait_until


@pytest.fixture
def sleeper():
    with subprocess.Popen(("sleep", "60"), start_new_session=True) as process:
        yield process
        process.kill()


def start_guard():
    command = (sys.executable, "-S", guard.__file__)
    return subprocess.Popen(command, stdin=subprocess.PIPE, text=True)


def test_guard_ends_groups_when_the_pipe_closes(sleeper):
    with start_guard() as guarding:
        guarding.stdin.write(f"+{sleeper.pid}\n")
        guarding.stdin.close()
        assert sleeper.wait(10) == -15


def test_guard_leaves_groups_that_were_given_back(sleeper):
    start_guard().communicate(f"+{sleeper.pid}\n-{sleeper.pid}\n", timeout=30)
    assert is_running(sleeper.pid)


SUPERVISE = """
import os, signal, sys
from pathlib import Path
from bank_rs.stack.supervisor import Supervisor
with Supervisor(dict(os.environ), Path(sys.argv[1]), print) as supervisor:
    print(supervisor.start("sleeper", ("sleep", "60"), Path.cwd()).group, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_guard_outlives_a_killed_supervisor(tmp_path):
    command = (sys.executable, "-c", SUPERVISE, str(tmp_path))
    killed = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    assert killed.returncode == -9
    wait_until(lambda: not is_running(int(killed.stdout)))
