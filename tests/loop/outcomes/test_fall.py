from datetime import date

import pytest

from bank_rs.loop.outcomes.fall import LEAST_BUYERS, kept_share
from bank_rs.loop.outcomes.outcome import Outcome, Realised


def outcome(score: float, buyers: int = LEAST_BUYERS) -> Outcome:
    overall = Realised(
        version=None,
        clients=10 * LEAST_BUYERS,
        buyers=buyers,
        metrics={"map_at_7_normalised": score},
        map_at_7_normalised_95=None,
    )
    days = {"month": date(2016, 2, 28), "records": date(2016, 1, 1)}
    counts = dict.fromkeys(("asked", "gone", "never_asked"), 0)
    return Outcome(**days, **counts, overall=overall, versions=())


def test_share_is_of_the_mean_of_the_earlier_months():
    assert kept_share([outcome(0.7), outcome(0.9), outcome(0.6)]) == pytest.approx(0.75)


@pytest.mark.parametrize(
    "outcomes",
    [[], [outcome(0.5)], [outcome(0.9), outcome(0.1, buyers=LEAST_BUYERS - 1)]],
    ids=["no month", "no earlier month", "too few buyers"],
)
def test_nothing_to_tell_is_no_fall(outcomes):
    assert kept_share(outcomes) == 1
