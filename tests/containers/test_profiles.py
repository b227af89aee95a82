import pytest

from tests.containers.stack import CORE, stack
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def running(engine, tag):
    wanted = {"BANK_RS_SIMULATED_CLIENTS": "2000", "BANK_RS_LOAD_REQUESTS": "60"}
    with stack(engine, "bank-rs-jobs", tag, **wanted) as running:
        running.up(*CORE)
        yield running


def test_profile_load_sends_the_mimic_load(running):
    report = running.compose("run", "--rm", "-T", "load")
    assert "60 requests" in report
    assert "POST /predict" in report


def test_profile_train_makes_a_model_that_serves(running):
    said = running.compose("run", "--rm", "-T", "train")
    assert "simulated" in said
    assert "version 2 is the champion" in said
    wait_until(lambda: running.get("BANK_RS_PORT", "/")["model_version"] == "2", 60)
    card = running.get("BANK_RS_PORT", "/model")
    assert "2,000 clients" in str(card) or "2000 clients" in str(card)


def test_profile_train_leaves_no_panel_behind(running):
    listed = running.compose("run", "--rm", "-T", "train", "find", "/var/lib/bank-rs", "-type", "f")
    assert "champion" in listed
    assert "panel" not in listed
