"""The rules of what came true, evaluated over months in a real Graphite."""

from itertools import count

import pytest

from bank_rs.dashboards.outcome_alerts import LEAST_BUYERS
from tests.dashboards.planted import STEP, Planted
from tests.dashboards.test_alerts import firing, rules  # noqa: F401 - a fixture

RANKING, VOLUME = "bank-rs-outcome-ranking", "bank-rs-outcome-volume"
MONTH = 30 * 86_400
TEN_YEARS = 10 * 365 * 86_400
NUMBERS = count()


@pytest.fixture
def fired(rules, graphite):  # noqa: F811
    """Which of the two rules fire on months of some ranking, the newest last."""

    def found(rankings, *, ratio=1.0, buyers=2 * LEAST_BUYERS, newest=STEP):
        planted = Planted(graphite, f"outcome-alerts-{next(NUMBERS)}", ("",))
        values = {"predicted_over_actual": ratio, "buyers": buyers}
        graphite.store(
            (f"{planted.prefix}.outcome.{name}", value, planted.end - newest - back * MONTH)
            for back, ranking in enumerate(reversed(rankings))
            for name, value in {"map_at_7_normalised": ranking, **values}.items()
        )
        wanted = {uid: rule for uid, rule in rules.items() if uid in (RANKING, VOLUME)}
        return firing(wanted, planted)

    return found


@pytest.mark.parametrize("newest", [STEP, TEN_YEARS], ids=["now", "ten years ago"])
def test_ranking_fires_when_the_newest_month_falls_by_more_than_a_tenth(fired, newest):
    assert fired([0.9, 0.8, 0.7, 0.8, 0.71], newest=newest) == {RANKING}
    assert fired([0.9, 0.8, 0.7, 0.8, 0.73], newest=newest) == set()


def test_ranking_is_quiet_on_a_fall_that_is_over_and_on_the_first_month(fired):
    assert fired([0.8, 0.5, 0.8]) == set()
    assert fired([0.1]) == set()


@pytest.mark.parametrize("ratio", [0.7, 1.3])
def test_volume_fires_outside_its_limits(fired, ratio):
    assert fired([0.8], ratio=ratio) == {VOLUME}


@pytest.mark.parametrize("ratio", [0.81, 1.24])
def test_volume_is_quiet_within_its_limits(fired, ratio):
    assert fired([0.8], ratio=ratio) == set()


def test_few_buyers_raise_nothing(fired):
    assert fired([0.8, 0.1], ratio=9, buyers=LEAST_BUYERS - 1) == set()
