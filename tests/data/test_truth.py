from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bank_rs.catalog import CODES
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import months_of, transitions
from bank_rs.data.truth import TRUTH_SCHEMA, TruthError, read_truth, true_probabilities
from tests.data.truth import clairvoyant_truth


@pytest.fixture(scope="module")
def rows(panel: pl.DataFrame) -> pl.DataFrame:
    return transitions(panel)


@pytest.fixture(scope="module")
def last(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("fetch_date") == months_of(rows)[-1])


@pytest.fixture(scope="module")
def truth(rows: pl.DataFrame) -> pl.DataFrame:
    return clairvoyant_truth(rows)


@pytest.fixture
def truth_file(truth: pl.DataFrame, tmp_path: Path) -> Path:
    truth.write_parquet(tmp_path / "truth.parquet")
    return tmp_path / "truth.parquet"


def test_schema_names_the_keys_then_the_products():
    assert TRUTH_SCHEMA.names() == ["fetch_date", "id", *CODES]


def test_read_truth_brings_one_month(truth, truth_file, last):
    read = read_truth(truth_file, last["fetch_date"][0])
    assert read.schema == TRUTH_SCHEMA
    assert read.equals(truth.filter(pl.col("fetch_date") == last["fetch_date"][0]))


def test_read_truth_of_a_month_it_lacks_is_empty(truth_file):
    assert read_truth(truth_file, date(2014, 1, 28)).is_empty()


def test_read_truth_of_a_missing_file_names_the_cure(tmp_path):
    with pytest.raises(TruthError, match="bank-rs simulate --truth"):
        read_truth(tmp_path / "truth.parquet", date(2016, 4, 28))


def test_read_truth_of_a_panel_names_the_cure(panel_file):
    with pytest.raises(TruthError, match="is not a truth file"):
        read_truth(panel_file, date(2016, 4, 28))


@pytest.mark.parametrize("broken", [-0.1, 1.5, np.nan, None])
def test_read_truth_refuses_what_is_no_probability(broken, truth, tmp_path, last):
    path = tmp_path / "broken.parquet"
    column = pl.lit(broken, pl.Float32).alias("tjcr")
    truth.with_columns(column).write_parquet(path)
    with pytest.raises(TruthError, match="no probabilities in 2016-04"):
        read_truth(path, last["fetch_date"][0])


def test_true_probabilities_follow_the_order_of_the_rows(truth, last):
    shuffled = last.sample(fraction=1, shuffle=True, seed=1)
    probabilities = true_probabilities(truth, shuffled)
    assert probabilities.dtype == np.float64
    assert np.array_equal(probabilities == 0.5, unpack(shuffled["added"]) == 1)
    assert np.array_equal(probabilities == 0, unpack(shuffled["owned"]) == 1)


def test_true_probabilities_of_another_month_are_refused(truth, rows, last):
    other = truth.filter(pl.col("fetch_date") == months_of(rows)[0])
    with pytest.raises(TruthError, match=f"lacks {last.height:,} of {last.height:,} clients"):
        true_probabilities(other, last)


def test_true_probabilities_lacking_a_client_are_refused(truth, last):
    with pytest.raises(TruthError, match="it lacks 1 of"):
        true_probabilities(truth.filter(pl.col("id") != last["id"][0]), last)


def test_true_probabilities_of_another_bank_with_the_same_clients_are_refused(truth, last):
    with pytest.raises(TruthError, match="products that are held"):
        true_probabilities(truth.with_columns(cco=pl.lit(0.1, pl.Float32)), last)


def test_true_probabilities_of_a_doubled_client_are_refused(truth, last):
    with pytest.raises(TruthError, match="two rows of one client"):
        true_probabilities(pl.concat([truth, truth.tail(1)]), last)
