"""The Graphite that the tests use, itself tested."""

import time

import pytest

from tests.graphite import RenderError, running_graphite
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    with running_graphite(tmp_path_factory.mktemp("graphite")) as graphite:
        yield graphite


def shown(graphite, name):
    return sum(graphite.values(name, from_="-1h"))


def test_graphite_shows_what_is_sent(own):
    now = int(time.time())
    own.send([f"shown.lines 1 {now}", ("shown.tuples", 2.5, now)])
    wait_until(lambda: shown(own, "shown.lines") == 1)
    (series,) = own.render("shown.tuples", from_="-1min")
    assert series["target"] == "shown.tuples"
    assert [2.5, now - now % 10] in series["datapoints"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("nosuch(shown.lines)", "unknown function: nosuch"),
        ("scale(shown.lines)", "missing 1 required positional argument: 'factor'"),
    ],
)
def test_graphite_says_what_is_wrong_with_a_target(own, target, words):
    own.store([("shown.lines", 1, time.time())])
    with pytest.raises(RenderError, match=words):
        own.render(target)


def test_carbon_restarted_keeps_port_and_files(own):
    own.send([("kept.restart", 3, time.time())])
    own.restart_carbon()
    own.send([("kept.after", 4, time.time())])
    wait_until(lambda: (shown(own, "kept.restart"), shown(own, "kept.after")) == (3, 4))


def test_carbon_stopped_refuses(own):
    own.stop_carbon()
    with pytest.raises(ConnectionRefusedError):
        own.send([("refused", 1, time.time())])
    own.start_carbon()


def test_carbon_killed_can_start_again(own):
    own.kill_carbon()
    own.start_carbon()
    own.send([("kept.kill", 5, time.time())])
    wait_until(lambda: shown(own, "kept.kill") == 5)


def test_carbon_paused_reads_nothing(own):
    own.pause_carbon()
    own.send([("kept.paused", 6, time.time())])
    assert not own.whisper.joinpath("kept/paused.wsp").exists()
    own.resume_carbon()
    wait_until(lambda: own.whisper.joinpath("kept/paused.wsp").exists())
