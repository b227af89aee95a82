import os
import signal
from pathlib import Path

import pytest

from bank_rs.stack.supervisor import ProcessError, StopRequestedError, Supervisor
from tests.stack.conftest import is_running


@pytest.fixture
def reports():
    return []


@pytest.fixture
def supervise(tmp_path, reports):
    return lambda: Supervisor(dict(os.environ), tmp_path, reports.append)


def shell(supervisor, name, script):
    return supervisor.start(name, ("sh", "-c", script), Path.cwd())


def test_supervisor_ends_processes_in_reverse_order(supervise, reports):
    with supervise() as supervisor:
        started = [shell(supervisor, name, "sleep 60") for name in ("first", "second")]
    assert reports == ["stopping second", "stopping first"]
    assert not any(is_running(process.group) for process in started)


def test_supervisor_death_names_the_process_and_ends_the_others(supervise):
    with supervise() as supervisor:
        good = shell(supervisor, "good", "sleep 60")
        shell(supervisor, "bad", "echo last words; exit 3")
        with pytest.raises(ProcessError, match="bad ended with exit code 3: its log is") as caught:
            supervisor.watch()
    assert caught.value.tail == "last words"
    assert good.exit_code == -15


def test_supervisor_signal_ends_the_watch(supervise):
    with supervise() as supervisor:
        process = shell(supervisor, "good", "sleep 60")
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(StopRequestedError):
            supervisor.watch()
    assert process.exit_code == -15


def test_supervisor_signals_during_the_end_change_nothing(tmp_path):
    def interrupt_again(_: str) -> None:
        signal.raise_signal(signal.SIGINT)

    with Supervisor(dict(os.environ), tmp_path, interrupt_again) as supervisor:
        started = [shell(supervisor, name, "sleep 60") for name in ("first", "second")]
    assert [process.exit_code for process in started] == [-15, -15]


def test_supervisor_finish_waits_for_the_work(supervise, tmp_path):
    with supervise() as supervisor:
        supervisor.finish(shell(supervisor, "work", f"touch {tmp_path / 'done'}"), 20)
        assert (tmp_path / "done").exists()
        assert supervisor.running == ()


def test_supervisor_finish_failure(supervise):
    with supervise() as supervisor:
        process = shell(supervisor, "work", "exit 2")
        with pytest.raises(ProcessError, match="work failed with exit code 2"):
            supervisor.finish(process, 20)


def test_supervisor_await_ready_gives_up(supervise):
    with supervise() as supervisor:
        process = shell(supervisor, "slow", "sleep 60")
        with pytest.raises(ProcessError, match="slow was not ready within 0 s"):
            supervisor.await_ready(process, lambda: False, 0.2)
