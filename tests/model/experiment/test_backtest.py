from datetime import date

import pytest

from bank_rs.model.experiment.backtest import Round, additions_table, backtest_table, spread


@pytest.fixture(scope="module")
def rounds(outcome, popular):
    limit = {"map_at_7_normalised": 0.9, "hit_rate_at_1": 0.8}
    return [Round(outcome, popular, limit)] * 2


def test_row_has_the_model_popularity_and_the_limit(rounds, outcome, popular):
    row = backtest_table(rounds).row(0, named=True)
    assert row["month"] == date(2016, 5, 1)
    assert row["map_at_7_normalised"] == outcome.metrics["map_at_7_normalised"]
    assert row["map_at_7_normalised_baseline"] == popular.metrics["map_at_7_normalised"]
    assert row["map_at_7_normalised_limit"] == 0.9


def test_without_a_limit_there_is_no_column_of_it(outcome, popular):
    assert "map_at_7_normalised_limit" not in backtest_table([Round(outcome, popular, None)])


def test_spread_of_equal_months_is_none(rounds, outcome):
    table = spread(backtest_table(rounds))
    row = table.filter(metric="map_at_7").row(0, named=True)
    assert row["mean"] == row["least"] == row["most"] == outcome.metrics["map_at_7"]
    assert row["deviation"] == 0


def test_additions_are_by_product_and_month(rounds, outcome):
    table = additions_table(rounds)
    assert table.height == 2 * 24
    assert table["additions"].sum() == 2 * outcome.products["additions"].sum()
