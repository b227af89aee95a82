from datetime import date

import polars as pl
import pytest

from bank_rs.loop.outcomes import write_outcome
from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.check import Check
from bank_rs.loop.retraining.verdict import Verdict
from bank_rs.loop.watch.replacement import BETTER, reason_to_replace
from bank_rs.settings import Settings
from tests.loop.outcomes.test_fall import outcome

NAMES = (BETTER, "main products", "log loss")


def verdict(*failed: str, high: float = 0.01) -> Verdict:
    checks = [
        Check(
            name=name,
            figure=0.0,
            shown="0",
            bound="0",
            passed=name not in failed,
            sentence="",
            interval=(-0.02, high) if name == BETTER else None,
        )
        for name in NAMES
    ]
    return Verdict(
        model="bank-rs",
        version="7",
        champion="6",
        champion_sha256="0" * 64,
        data="simulated",
        months=5,
        month=date(2016, 4, 28),
        clients=1000,
        buyers=100,
        seen=False,
        checks=checks,
        bounds=Bounds(),
    )


@pytest.fixture
def settings(tmp_path):
    return Settings(_env_file=None, state_dir=tmp_path)


@pytest.fixture
def fallen(settings):
    """The newest month came true at three quarters of the one before."""
    for number, score in ((1, 0.8), (2, 0.6)):
        month = outcome(score).model_copy(update={"month": date(2016, number, 28)})
        write_outcome(settings.outcomes_dir, month, pl.DataFrame({"version": [None]}))


@pytest.mark.usefixtures("fallen")
@pytest.mark.parametrize("failed", [(BETTER,), (BETTER, "main products")])
def test_fallen_champion_is_replaced_by_what_is_only_no_better(settings, failed):
    assert "came true at 75% of those before" in reason_to_replace(settings, verdict(*failed))


@pytest.mark.usefixtures("fallen")
def test_fallen_champion_is_not_replaced_by_what_is_worse(settings):
    assert not reason_to_replace(settings, verdict(BETTER, high=-0.001))


@pytest.mark.usefixtures("fallen")
@pytest.mark.parametrize("failed", [(), ("log loss",), ("main products",), (BETTER, "log loss")])
def test_any_other_verdict_replaces_nobody(settings, failed):
    assert not reason_to_replace(settings, verdict(*failed))


def test_champion_that_stands_is_not_replaced(settings):
    write_outcome(settings.outcomes_dir, outcome(0.8), pl.DataFrame({"version": [None]}))
    assert not reason_to_replace(settings, verdict(BETTER))
