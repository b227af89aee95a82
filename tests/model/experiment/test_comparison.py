from dataclasses import replace

import pytest

from bank_rs.model.evaluate import Interval
from bank_rs.model.experiment.comparison import comparison_table, differences_to, interval_text


@pytest.fixture(scope="module")
def outcomes(outcome, popular):
    return [popular, outcome]


def test_best_list_comes_first(outcomes):
    table = comparison_table(outcomes, None, {})
    assert table["map_at_7"].is_sorted(descending=True)
    assert set(table["candidate"]) == {each.title for each in outcomes}


def test_limit_adds_a_share_of_it(outcomes):
    limit = {"map_at_7": 2 * outcomes[0].metrics["map_at_7"]}
    table = comparison_table(outcomes, limit, {}).filter(candidate=outcomes[0].title)
    assert table["map_at_7_of_limit"].item() == pytest.approx(0.5)
    assert "map_at_7_of_limit" not in comparison_table(outcomes, None, {}).columns


def test_difference_is_to_the_shipped_model(outcome, popular):
    (interval,) = differences_to(outcome, [popular, outcome]).values()
    expected = popular.metrics["map_at_7_normalised"] - outcome.metrics["map_at_7_normalised"]
    assert interval.estimate == pytest.approx(expected)
    assert interval.low < interval.estimate < interval.high


def test_nothing_is_compared_where_nobody_buys(outcome, popular):
    nobody = replace(outcome, buyers=outcome.buyers & False)
    assert differences_to(nobody, [popular]) == {}


def test_interval_is_written_with_signs():
    assert interval_text(Interval(-0.1, -0.20004, 0.05)) == "-0.1000 (-0.2000 to +0.0500)"
    assert interval_text(None) == ""
