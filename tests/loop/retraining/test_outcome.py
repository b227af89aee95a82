import numpy as np
import pytest

from bank_rs.data.panel import with_history
from bank_rs.loop.retraining.outcome import Outcome
from bank_rs.model.experiment.store import Month
from bank_rs.model.judgement import MonthError


@pytest.fixture(scope="module")
def month(panel):
    return Month.of(with_history(panel).drop_nulls("added").head(500))


def test_outcome_has_who_bought_what(month):
    outcome = Outcome.of(month)
    assert outcome.buyers.sum() == len(outcome.bought) > 0
    assert outcome.bought.sum() == month.added.sum()
    assert set(outcome.groups) == {"sex", "age", "segment"}
    assert all(len(group) == 500 for group in outcome.groups.values())


def test_month_in_which_nobody_buys_is_refused(month):
    quiet = Month(month.rows, np.zeros_like(month.added), month.held)
    with pytest.raises(MonthError, match="nobody added anything"):
        Outcome.of(quiet)
