from hashlib import sha256

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bank_rs.data.contract import PanelError
from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.simulation import simulate
from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.experiment.store import Store
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.train import train
from bank_rs.spark.faults import SparkJobError
from bank_rs.spark.training import SparkPanel

KEYS = ("fetch_date", "id")
MOST = 1500


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """3,000 clients in order, with nulls and with months that are missing."""
    panel = simulate(3000, months=8, seed=11).filter(pl.int_range(pl.len()) % 13 != 5)
    nulls = (pl.when(pl.int_range(pl.len()) % 7 != 3).then(pl.col(n)) for n in ("age", "income"))
    path = tmp_path_factory.mktemp("bank") / "panel.parquet"
    panel.with_columns(nulls).sort(KEYS).write_parquet(path)
    return path


@pytest.fixture(scope="module")
def panels(spark, file):
    """The bank for both engines, on Spark in four tasks."""
    return PanelFile(file, MOST), SparkPanel(spark, str(file), MOST, rows=6000)


@pytest.fixture(scope="module")
def stores(panels, tmp_path_factory):
    return [
        Store.write(panel, tmp_path_factory.mktemp("store"), others=0.3, origins=1)
        for panel in panels
    ]


@pytest.fixture(scope="module")
def trainings(spark, file):
    small = AdditionsClassifier(rounds=8, min_leaf_rows=5, min_additions=5)
    panels = (PanelFile(file, MOST), SparkPanel(spark, str(file), MOST))
    return [train(panel, "simulated", lambda _: None, small) for panel in panels]


def test_sample_is_that_of_polars(stores):
    here, there = (store.sample(store.months) for store in stores)
    assert stores[0].months == stores[1].months
    assert here.rows["owned_1"].null_count() > here.rows.height / HISTORY_MONTHS / 2
    assert set(here.weight.tolist()) == {1, np.float32(1 / 0.3)}
    assert_frame_equal(here.weighted.sort(KEYS), there.weighted.sort(KEYS))


def test_months_judged_on_are_those_of_polars(stores, file):
    here, there = stores
    for day in here.whole_months(1):
        rows = here.month(day).rows
        assert_frame_equal(rows, there.month(day).rows.sort(KEYS))
        of_day = pl.read_parquet(file).filter(pl.col("fetch_date") == day)
        assert rows.height == pytest.approx(of_day.height / 2, rel=0.1)


def test_clients_are_the_same_in_every_month(panels, stores):
    months = [set(stores[1].month(day).rows["id"]) for day in stores[1].whole_months(1)]
    newest = set(pl.concat(panels[1].newest())["id"])
    strangers = months[0] ^ months[1] ^ newest
    kept = months[0] & months[1] & newest
    assert len(kept) > 2 * len(strangers - kept)


def test_newest_records_are_those_of_polars(panels):
    here, there = (pl.concat(panel.newest()) for panel in panels)
    assert_frame_equal(here.sort(KEYS), there.sort(KEYS))
    assert here["added"].null_count() == here.height


def test_newest_records_come_in_the_parts_of_polars(panels, monkeypatch):
    monkeypatch.setattr("bank_rs.model.reference.building.ROWS", 3000)
    here, there = (list(panel.newest()) for panel in panels)
    assert len(here) > 1
    for one, other in zip(here, there, strict=True):
        assert_frame_equal(one, other)


def test_model_is_that_of_polars(trainings, file):
    rows = pl.read_parquet(file)
    here, there = (one.champion.pipeline.predict_proba(rows) for one in trainings)
    assert np.array_equal(here, there)


def test_evidence_and_reference_are_those_of_polars(trainings):
    here, there = trainings
    assert here.champion.card.metrics == there.champion.card.metrics
    assert here.champion.card.data == there.champion.card.data
    assert here.champion.reference == there.champion.reference


def test_panel_of_several_files_has_the_digest_of_their_sums(spark, file, tmp_path):
    panel, lines = pl.read_parquet(file), []
    for name in ("a b.parquet", "c.parquet"):
        panel.filter(pl.col("id") % 2 == len(lines)).write_parquet(tmp_path / name)
        lines.append(f"{sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}\n")
    card = SparkPanel(spark, str(tmp_path)).card("in two files")
    assert card.sha256 == sha256("".join(lines).encode()).hexdigest()
    assert card.rows == panel.height


def test_records_that_break_the_contract_are_refused(spark, file, tmp_path):
    path = tmp_path / "panel.parquet"
    pl.read_parquet(file).with_columns(pl.lit(201, pl.Int32).alias("age")).write_parquet(path)
    with pytest.raises(SparkJobError, match="column age must be a whole number"):
        Store.write(SparkPanel(spark, str(path)), tmp_path, others=0.3, origins=1)


def test_panel_without_records_is_refused(spark, file, tmp_path):
    path = tmp_path / "panel.parquet"
    pl.read_parquet(file).clear().write_parquet(path)
    with pytest.raises(PanelError, match="has no records"):
        SparkPanel(spark, str(path))


def test_panel_that_lacks_a_column_is_refused(spark, file, tmp_path):
    path = tmp_path / "panel.parquet"
    pl.read_parquet(file).drop("income").write_parquet(path)
    with pytest.raises(PanelError, match="column income"):
        SparkPanel(spark, str(path))


def test_panel_that_is_not_there_is_named(spark, tmp_path):
    with pytest.raises(PanelError, match=r"none\.parquet: there is no typed panel"):
        SparkPanel(spark, str(tmp_path / "none.parquet"))
