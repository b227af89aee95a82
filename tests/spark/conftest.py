import os

import numpy as np
import polars as pl
import pytest

from bank_rs.data.simulation import simulate
from bank_rs.scoring.model import ScoringModel
from bank_rs.spark.java import JavaError, check_java
from bank_rs.spark.session import spark_session
from tests.disks import mounted

CLIENTS = 50_000
GAPS = 0.03
"""Part of the records that go missing, beside those the simulated bank lacks."""


@pytest.fixture(autouse=True, scope="session")
def _java():
    try:
        check_java()
    except JavaError as error:
        if os.environ.get("CI"):
            pytest.fail(f"no Java, which CI must have: {error}")
        pytest.skip(f"no Java: {error}")


@pytest.fixture(scope="session")
def spark():
    with spark_session("local[2]", {}) as session:
        yield session


@pytest.fixture(scope="session")
def model(training):
    return ScoringModel(training.champion, "1")


@pytest.fixture(scope="session")
def bank():
    """A simulated bank whose records have gaps and nulls, in no order."""
    records = simulate(CLIENTS + CLIENTS // 20, months=8, seed=5)
    chance = pl.Series(np.random.default_rng(5).random(records.height))
    holey = records.with_columns(age=pl.when(chance < 1 - GAPS).then("age"))
    kept = holey.filter(chance >= GAPS).sample(fraction=1, shuffle=True, seed=5)
    assert kept["id"].n_unique() >= CLIENTS
    assert all(kept[name].null_count() for name in ("age", "income", "client_segment"))
    return kept


@pytest.fixture(scope="session")
def bank_file(bank, tmp_path_factory):
    path = tmp_path_factory.mktemp("bank") / "panel.parquet"
    bank.write_parquet(path, row_group_size=50_000)
    return path


@pytest.fixture
def small_disk(tmp_path):
    with mounted(tmp_path / "disk", "2m") as disk:
        yield disk
