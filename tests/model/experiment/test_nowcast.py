import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bank_rs.data.fields import PROFILE
from bank_rs.data.panel import read_panel
from bank_rs.data.status import status
from bank_rs.model.experiment.nowcast import KEPT, nowcast, write_nowcast

TAKEN = [field.name for field in PROFILE if field.name not in KEPT]


@pytest.fixture(scope="module")
def later(bank, store, origin):
    panel = read_panel(bank[0])
    return panel.filter(pl.col("fetch_date") > origin.judged)


@pytest.fixture(scope="module")
def rows(store, origin):
    return store.month(origin.judged).rows


def test_profile_is_that_of_the_next_month(rows, later):
    expected = rows.select("id").join(later, on="id", how="left", maintain_order="left")
    assert_frame_equal(nowcast(rows, later).select(TAKEN), expected.select(TAKEN))


def test_products_clients_and_columns_stay(rows, later):
    known = nowcast(rows, later)
    stay = [*KEPT, "owned", "unknown", "owned_1", "owned_2", "added"]
    assert known.columns == rows.columns
    assert_frame_equal(known.select(stay), rows.select(stay))


def test_nearest_status_is_that_of_the_own_month(rows, later):
    known = nowcast(rows, later)
    own = nw.from_native(rows).select(status()).to_native().to_series().to_numpy()
    before = rows["owned_1"].is_not_null().to_numpy()
    assert np.array_equal(known["status_1"].to_numpy()[before], own[before])
    assert known["status_1"].is_null().to_numpy().sum() == (~before).sum()


def test_store_of_nowcasts_has_what_the_origin_needs(bank, store, origin, tmp_path, rows, later):
    other = write_nowcast(store, bank[0], tmp_path, origin)
    assert_frame_equal(other.month(origin.judged).rows, nowcast(rows, later))
    days = store.before(origin.validation)
    assert np.array_equal(other.sample(days).added, store.sample(days).added)
    assert np.array_equal(other.sample(days).weight, store.sample(days).weight)
