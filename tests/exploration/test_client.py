from datetime import date

import numpy as np
import polars as pl
import pytest

from bank_rs.catalog import mask_of
from bank_rs.data.panel import with_history
from bank_rs.exploration.client import (
    NO_RECORD,
    client_to_show,
    held_names,
    held_table,
    history_of,
    recommendation_reading,
    recommendation_table,
    record_of,
)
from tests.exploration.records import FEBRUARY, JANUARY, MARCH, panel_of


@pytest.fixture(scope="module")
def newest(panel):
    rows = with_history(panel)
    return rows.filter(pl.col("fetch_date") == pl.col("fetch_date").max())


@pytest.fixture
def row():
    """March of a client who dropped the card and has no record in February."""
    panel = panel_of((JANUARY, 1, ["cco", "tjcr"]), (MARCH, 1, ["cco"]), (FEBRUARY, 2, ["cco"]))
    return with_history(panel).filter(pl.col("fetch_date") == MARCH)


def test_history_of_a_row_is_what_each_month_held(row):
    first, second, *rest = history_of(row)
    assert first is None
    assert second == (mask_of("cco", "tjcr"), 0)
    assert rest == [None] * 10


def test_history_of_a_record_alone_is_unknown(row):
    alone = row.drop(pl.selectors.matches(r"^(owned|status)_\d+$"))
    assert history_of(alone) == [None] * 12


def test_record_of_a_row_has_the_columns_of_the_panel(row):
    record = record_of(row)
    assert record["fetch_date"] == date(2016, 3, 28)
    assert "owned_1" not in record


def test_held_table_names_products_month_by_month(row):
    assert held_table(row).rows()[:3] == [
        ("2016-03", "Current account"),
        ("2016-02", NO_RECORD),
        ("2016-01", "Current account, Credit card"),
    ]


def test_held_names_of_an_empty_mask_is_nothing():
    assert held_names(0) == "nothing"


def test_client_to_show_has_the_most_answers(newest, training):
    chosen = client_to_show(training.champion, newest)
    answers = training.champion.pipeline.predict(newest).sum(axis=1)
    assert chosen.height == 1
    assert training.champion.pipeline.predict(chosen).sum() == answers.max()


def test_recommendation_table_is_what_the_pipeline_says_in_a_frame(newest, training):
    pipeline = training.champion.pipeline
    client = client_to_show(training.champion, newest)
    table = recommendation_table(training.champion, client)
    probabilities = pipeline.predict_proba(client)[0]
    np.testing.assert_allclose(table["probability"], np.sort(probabilities)[::-1][:7])
    assert table["answer"].sum() == pipeline.predict(client).sum()
    assert not table["threshold"].is_infinite().any()


def test_recommendation_table_leaves_out_what_is_held(newest, training):
    client = newest.with_columns(owned=pl.lit(2**24 - 1, pl.UInt32) - 4)[:1]
    table = recommendation_table(training.champion, client)
    assert table["product"].to_list() == ["Current account"]


@pytest.mark.parametrize(("answer", "named"), [(1, "Taxes"), (0, "nothing")])
def test_recommendation_reading_names_what_is_recommended(answer, named):
    columns = ["product", "probability", "without_history", "threshold", "answer"]
    table = pl.DataFrame([("Taxes", 0.5, 0.25, 0.4, answer)], schema=columns, orient="row")
    text = recommendation_reading(table)
    assert text.startswith(f"Recommended: {named}.")
    assert "50.0%" in text
    assert "25.0%" in text
