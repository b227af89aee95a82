from datetime import date

import numpy as np
import polars as pl
import pytest

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY, HISTORY_MONTHS
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import with_history
from bank_rs.model.sample import Sample, cut_history

KEYS = ("id", "fetch_date")


@pytest.fixture(scope="module")
def rows(panel):
    return with_history(panel)


@pytest.fixture(scope="module")
def joined(rows):
    return rows.drop_nulls("added")


@pytest.fixture(scope="module")
def long_known():
    """Clients with a record in each of the twelve months before, half of whom add a product."""
    count = 40_000
    known = pl.DataFrame({"id": range(count)}, schema={"id": pl.Int64}).with_columns(
        pl.lit(date(2016, 5, 28)).alias("fetch_date"),
        pl.lit(1, pl.UInt32).alias("owned"),
        (pl.col("id") % 2 * 2).cast(pl.UInt32).alias("added"),
        *(pl.lit(1, pl.UInt32).alias(name) for name in HISTORY[:HISTORY_MONTHS]),
        *(pl.lit(35, pl.UInt8).alias(name) for name in HISTORY[HISTORY_MONTHS:]),
    )
    absent = [pl.lit(None, PANEL_SCHEMA[n]).alias(n) for n in PANEL_SCHEMA if n not in known]
    return known.with_columns(absent)


def months_kept(rows, name="owned"):
    return (
        rows.select(pl.sum_horizontal(pl.col(f"^{name}_[0-9]+$").is_not_null()))
        .to_series()
        .to_numpy()
    )


def test_buyers_are_all_drawn_with_weight_1(joined):
    sample = Sample.draw(joined)
    buys = sample.added.any(axis=1)
    assert buys.sum() == (joined["added"] != 0).sum()
    assert (sample.weight[buys] == 1).all()
    assert (sample.weight[~buys] == 10).all()


def test_targets_are_those_of_the_rows(rows):
    sample = Sample.draw(rows)
    assert np.array_equal(sample.added, unpack(sample.rows["added"]))
    assert len(sample.weight) == sample.rows.height == len(sample.added)
    assert sample.rows.schema == rows.schema


@pytest.mark.parametrize("others", [0.1, 0.5])
def test_weighted_sums_are_those_of_all_rows_in_expectation(joined, others):
    draws = [Sample.draw(joined, others, seed=seed) for seed in range(60)]
    totals = np.array([draw.weight.sum() for draw in draws])
    ages = [draw.weight @ draw.rows["age"].fill_null(0).to_numpy() for draw in draws]
    for seen, expected in ((totals, joined.height), (ages, joined["age"].fill_null(0).sum())):
        error = np.std(seen) / np.sqrt(len(seen))
        assert np.mean(seen) == pytest.approx(expected, abs=4 * error)


def test_every_row_is_drawn_when_all_are_asked_for(joined):
    sample = Sample.draw(joined, others=1, forgetful=0)
    assert sample.rows.equals(joined)
    assert (sample.weight == 1).all()


def test_rows_without_a_next_month_are_passed_over(rows, joined):
    assert Sample.draw(rows).rows.equals(Sample.draw(joined).rows)


def test_draw_does_not_depend_on_the_order_of_the_rows(rows):
    shuffled = rows.sample(fraction=1, shuffle=True, seed=1)
    samples = [Sample.draw(given).rows.sort(KEYS) for given in (rows, shuffled)]
    assert samples[0].equals(samples[1])


def test_draw_does_not_depend_on_the_rows_beside(rows):
    some = rows.filter(pl.col("id") % 3 == 0)
    within = Sample.draw(rows).rows.filter(pl.col("id") % 3 == 0)
    assert Sample.draw(some).rows.equals(within)


def test_draw_depends_on_the_seed(rows):
    drawn = {tuple(Sample.draw(rows, seed=seed).rows["id"]) for seed in (0, 0, 1)}
    assert len(drawn) == 2


def test_share_of_the_rows_forgets_evenly_many_months(long_known):
    kept = months_kept(cut_history(long_known, 0.3, seed=0))
    counts = np.bincount(kept, minlength=HISTORY_MONTHS + 1) / len(kept)
    assert counts[HISTORY_MONTHS] == pytest.approx(0.7, abs=0.01)
    assert counts[:HISTORY_MONTHS] == pytest.approx(0.3 / HISTORY_MONTHS, abs=0.004)


def test_nearest_months_are_those_kept(long_known):
    cut = cut_history(long_known, 1, seed=0)
    for name in ("owned", "status"):
        known = cut.select(pl.col(f"^{name}_[0-9]+$").is_not_null()).to_numpy()
        assert (known[:, :-1] >= known[:, 1:]).all()
    assert np.array_equal(months_kept(cut), months_kept(cut, "status"))


def test_buyers_forget_as_the_others_do(long_known):
    sample = Sample.draw(long_known, others=0.5, forgetful=0.2)
    forgot = months_kept(sample.rows) < HISTORY_MONTHS
    buys = sample.added.any(axis=1)
    assert forgot[buys].mean() == pytest.approx(0.2, abs=0.015)
    assert forgot[~buys].mean() == pytest.approx(0.2, abs=0.015)


def test_nothing_is_forgotten_when_none_shall(rows):
    assert cut_history(rows, 0, seed=0).equals(rows)


def test_sample_of_no_rows_is_empty(rows):
    sample = Sample.draw(rows.clear())
    assert sample.rows.is_empty()
    assert sample.added.shape == (0, 24)
