import polars as pl

from bank_rs.catalog import CODES
from bank_rs.data.panel import with_history
from bank_rs.exploration.returns import (
    FEWEST_PAIRS,
    months_since_held,
    return_reading,
    return_table,
)
from tests.exploration.records import APRIL, FEBRUARY, JANUARY, MARCH, panel_of

CARD = CODES.index("tjcr")


def flickering(clients):
    """Cards held in January, dropped in February and held again in April."""
    return panel_of(
        *(
            (month, client, held)
            for client in range(clients)
            for month, held in ((JANUARY, ["tjcr"]), (FEBRUARY, []), (MARCH, []), (APRIL, ["tjcr"]))
        )
    )


def test_months_since_held_counts_back_to_the_last_holding():
    rows = with_history(flickering(1)).sort("fetch_date")
    since = months_since_held(rows)
    assert since[:, CARD].tolist() == [0, 1, 2, 0]
    assert (since[:, CODES.index("hip")] == 13).all()


def test_return_table_counts_additions_by_months():
    rows = with_history(flickering(FEWEST_PAIRS)).drop_nulls("added")
    table = return_table(rows).filter(pl.col("product") == "Credit card")
    known = {months: tuple(rest) for _, months, *rest in table.iter_rows()}
    assert known[1] == (FEWEST_PAIRS, 0, 0.0)
    assert known[2] == (FEWEST_PAIRS, FEWEST_PAIRS, 1.0)
    assert known[3] == (0, 0, None)
    assert known[None] == (0, 0, None)


def test_return_table_covers_every_pair_not_held(rows, panel):
    histories = with_history(panel).drop_nulls("added")
    held = histories["owned"].bitwise_count_ones().cast(pl.Int64).sum()
    table = return_table(histories)
    assert table["pairs"].sum() == histories.height * len(CODES) - held
    assert table["additions"].sum() == rows["added"].bitwise_count_ones().cast(pl.Int64).sum()


def test_return_reading_names_the_rates():
    rows = with_history(flickering(FEWEST_PAIRS)).drop_nulls("added")
    text = return_reading(return_table(rows))
    assert "last three months is added in 50.0% of cases" in text
    assert "make up 100% of all additions" in text
