import numpy as np
import polars as pl
import pytest
from scipy.stats import power_divergence

from bank_rs.exploration.dependence import (
    contingency,
    g_statistic,
    phik_table,
    significance_table,
)


@pytest.fixture(scope="module")
def codes():
    rng = np.random.default_rng(0)
    a = rng.integers(0, 5, 5000)
    return pl.DataFrame(
        {"a": a, "same": a, "noise": rng.integers(0, 5, 5000), "constant": np.zeros(5000, int)}
    ).cast(pl.UInt32)


def test_contingency_counts_rows_that_know_both():
    a = pl.Series([0, 0, 2, 2, None], dtype=pl.UInt32)
    b = pl.Series([0, 1, 1, None, 1], dtype=pl.UInt32)
    assert contingency(a, b).tolist() == [[1, 1], [0, 1]]


def test_contingency_of_nothing_known_is_empty():
    nothing = pl.Series([None, None], dtype=pl.UInt32)
    assert contingency(nothing, nothing).size == 0


def test_phik_table_is_one_for_the_same_and_near_zero_for_noise(codes):
    table = phik_table(codes, codes)
    values = {row["feature"]: row for row in table.to_dicts()}
    assert values["a"]["same"] == pytest.approx(1, abs=0.01)
    assert values["a"]["noise"] < 0.05
    assert values["noise"]["a"] == pytest.approx(values["a"]["noise"])
    assert np.isnan(values["a"]["constant"])


def test_phik_table_agrees_with_the_library(codes):
    import phik

    pair = codes.select("a", "noise")
    theirs = phik.phik_matrix(pair.to_pandas().astype(str), interval_cols=[], njobs=1)
    assert phik_table(pair, pair)["noise"][0] == pytest.approx(theirs.loc["a", "noise"])


def test_significance_table_tells_dependence_from_noise(codes):
    table = significance_table(codes.select("a"), codes.select("same", "noise", "constant"))
    assert table["same"][0] > 50
    assert abs(table["noise"][0]) < 3
    assert np.isnan(table["constant"][0])


def test_significance_table_is_the_same_every_time(codes):
    first, second = (significance_table(codes, codes) for _ in range(2))
    assert first.equals(second, null_equal=True)


def test_g_statistic_is_that_of_scipy():
    counts = np.array([[10, 0], [3, 7]])
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    theirs = power_divergence(counts, expected, axis=None, lambda_="log-likelihood")
    assert g_statistic(counts, expected) == pytest.approx(theirs.statistic)
    assert g_statistic(np.stack([counts, counts]), expected).shape == (2,)
