from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from bank_rs.catalog import CODES, mask_of
from bank_rs.data.ownership import unpack
from bank_rs.data.simulation.bank import simulate_months
from bank_rs.data.truth import TRUTH_SCHEMA

CLIENTS = 20_000


@pytest.fixture(scope="module")
def months():
    return list(simulate_months(CLIENTS, months=6))


@pytest.fixture(scope="module")
def outcomes(months):
    """Truth rows with what was held before and what was added, of the last five transitions."""
    panel = pl.concat([month.panel for month in months]).select("fetch_date", "id", "owned")
    truth = pl.concat([month.truth for month in months])
    dates = [month.date for month in months]
    following = panel.with_columns(
        pl.col("fetch_date").replace_strict(dict(zip(dates[1:], dates, strict=False)), default=None)
    ).rename({"owned": "owned_next"})
    return (
        truth.join(panel, on=["fetch_date", "id"])
        .join(following, on=["fetch_date", "id"])
        .with_columns(added=pl.col("owned_next") & ~pl.col("owned"))
    )


def test_truth_has_its_schema_and_a_row_for_every_pair_of_records(months):
    assert months[0].truth.is_empty()
    for before, month in pairwise(months):
        assert month.truth.schema == TRUTH_SCHEMA
        assert month.truth["fetch_date"].unique().to_list() == [before.date]
        both = set(before.panel["id"]) & set(month.panel["id"])
        assert set(month.truth["id"]) == both
        assert month.truth.height == len(both)


def test_truth_of_what_is_held_is_zero(outcomes):
    held = unpack(outcomes["owned"]).astype(bool)
    assert (outcomes.select(CODES).to_numpy()[held] == 0).all()


def test_truth_of_what_was_added_is_above_zero(outcomes):
    added = unpack(outcomes["added"]).astype(bool)
    assert (outcomes.select(CODES).to_numpy()[added] > 0).all()


def test_truth_sums_to_the_additions(outcomes):
    expected = outcomes.select(CODES).sum().to_numpy()[0]
    found = unpack(outcomes["added"]).sum(axis=0, dtype=np.int64)
    spread = 4 * np.sqrt(expected) + 5
    assert (np.abs(found - expected) < spread).all()


@pytest.mark.parametrize("code", ["cco", "nom_pens", "nomina", "recibo", "tjcr", "cno", "ecue"])
def test_truth_is_calibrated(outcomes, code):
    """Additions of ten groups by rising probability, each near the sum of its probabilities."""
    product = CODES.index(code)
    chance = outcomes[code].to_numpy().astype(np.float64)
    added = unpack(outcomes["added"])[:, product]
    for group in np.array_split(np.argsort(chance), 10):
        expected = chance[group].sum()
        spread = np.sqrt((chance[group] * (1 - chance[group])).sum())
        assert abs(added[group].sum() - expected) <= 4.5 * spread + 3


def test_payroll_pension_is_dropped_with_the_payroll(months):
    """Nearly all payroll holders hold the pension too: their correlation is 0.96."""
    owned = pl.concat([month.panel for month in months])["owned"]
    payroll = owned.filter((owned & mask_of("nomina")) != 0)
    assert ((payroll & mask_of("nom_pens")) != 0).mean() > 0.97


def test_payroll_account_replaces_the_current_account(outcomes):
    """Nobody opens both in one month: 21 of 108,614 buyers (ttvand, BackN.rds)."""
    both = np.uint32(mask_of("cno", "cco"))
    assert not (outcomes["added"].to_numpy() & both == both).any()
