import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bank_rs.loop.watch.decisions import Decisions, Step
from bank_rs.loop.watch.lock import watch_lock
from bank_rs.loop.watch.round import loop_dir
from tests.waiting import wait_until

BANK_RS = Path(sys.executable).with_name("bank-rs")


@pytest.fixture
def command(tmp_path, monkeypatch, closed_port):
    monkeypatch.setenv("BANK_RS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("BANK_RS_METRICS", "false")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{closed_port}")
    return [BANK_RS, "watch", "--inbox", str(tmp_path)]


@pytest.fixture
def decisions(tmp_path):
    return Decisions(loop_dir(tmp_path / "state"))


def run(command: list, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command, *more], capture_output=True, text=True, check=False)


def test_watch_once_says_what_it_decided(command, decisions):
    done = run(command, "--once")
    assert (done.returncode, done.stderr) == (0, "")
    assert "drift now: nothing stands out" in done.stdout
    assert "0 months are here and training needs 4" in done.stdout
    assert [one.step for one in decisions] == [Step.DRIFT, Step.RETRAIN]


def test_watch_of_a_folder_that_is_watched_is_refused(command, decisions):
    with watch_lock(decisions.path.parent):
        done = run(command, "--once")
    assert done.returncode == 1
    assert "another 'bank-rs watch' works in" in done.stderr


def test_watch_ends_in_order(command, decisions):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        wait_until(lambda: len(list(decisions)) == 2, 60)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert said.endswith("the watch has ended\n")
