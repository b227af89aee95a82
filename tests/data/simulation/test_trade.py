from copy import deepcopy
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from bank_rs.catalog import CODES, mask_of
from bank_rs.data.ownership import unpack
from bank_rs.data.published.months import MONTHS
from bank_rs.data.simulation.activity import Activity
from bank_rs.data.simulation.affinity import draw_affinity
from bank_rs.data.simulation.bank import simulate_months
from bank_rs.data.simulation.opening import draw_holdings
from bank_rs.data.simulation.population import draw_population
from bank_rs.data.simulation.presence import draw_presence
from bank_rs.data.simulation.trade import Trade
from bank_rs.data.truth import TRUTH_SCHEMA

CLIENTS = 20_000
REDRAWN = 60
REPLACED = MONTHS.index(date(2015, 12, 28))
"""A month in which the current account replaces the payroll account, and so has all triggers."""


@pytest.fixture(scope="module")
def months():
    return list(simulate_months(CLIENTS))


@pytest.fixture(scope="module")
def outcomes(months):
    """Truth rows with what was held before and what was added."""
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


@pytest.fixture(scope="module")
def redrawn():
    """One month drawn many times from one state: additions and mean truth, shape (24, clients)."""
    rng = np.random.default_rng(1)
    presence = draw_presence(rng, CLIENTS)
    people = draw_population(rng, presence)
    affinity = draw_affinity(rng, people)
    active = Activity(rng, people, presence, affinity).first()
    holdings = draw_holdings(rng, people, affinity, active, presence)
    opening = Trade(rng, holdings, affinity, people, presence)
    for month in range(1, REPLACED):
        opening.run(month, active, people.age)
    both = presence.at(REPLACED) & presence.at(REPLACED - 1)
    added, truth = np.zeros((2, len(CODES), CLIENTS))
    for seed in range(REDRAWN):
        state = deepcopy(holdings)
        trade = Trade(np.random.default_rng(seed), state, affinity, people, presence)
        truth += trade.run(REPLACED, active, people.age).chance / REDRAWN
        added += unpack(pl.Series(state.owned & ~holdings.owned)).T & both
    return added, truth


@pytest.mark.parametrize("code", ["cco", "cno", "nomina", "nom_pens", "recibo", "ctma", "tjcr"])
def test_truth_is_how_often_a_month_drawn_again_adds_the_product(redrawn, code):
    """Client by client, whichever triggers and rivals come: Pearson's chi-square by its freedom."""
    added, truth = (rows[CODES.index(code)] for rows in redrawn)
    often = truth * REDRAWN > 3
    expected, drawn = truth[often] * REDRAWN, added[often]
    assert drawn.sum() == pytest.approx(expected.sum(), rel=0.05)
    statistic = ((drawn - expected) ** 2 / (expected * (1 - truth[often]))).mean()
    assert abs(statistic - 1) <= 4 * np.sqrt(2 / often.sum())


def test_redrawn_months_add_nothing_that_the_truth_rules_out(redrawn):
    added, truth = redrawn
    assert (truth[added > 0] > 0).all()


def test_truth_has_its_schema_and_a_row_for_every_pair_of_records(months):
    assert months[0].truth.is_empty()
    for before, month in pairwise(months):
        assert month.truth.schema == TRUTH_SCHEMA
        assert month.truth["fetch_date"].unique().to_list() == [before.date]
        both = set(before.panel["id"]) & set(month.panel["id"])
        assert set(month.truth["id"]) == both
        assert month.truth.height == len(both)


def test_truth_is_a_probability_and_that_of_what_is_held_zero(outcomes):
    held = unpack(outcomes["owned"]).astype(bool)
    chance = outcomes.select(CODES).to_numpy()
    assert chance.min() >= 0
    assert chance.max() <= 1
    assert (chance[held] == 0).all()


def test_truth_of_what_was_added_is_above_zero(outcomes):
    added = unpack(outcomes["added"]).astype(bool)
    assert (outcomes.select(CODES).to_numpy()[added] > 0).all()


def test_truth_sums_to_the_additions(outcomes):
    expected = outcomes.select(CODES).sum().to_numpy()[0]
    found = unpack(outcomes["added"]).sum(axis=0, dtype=np.int64)
    spread = 4 * np.sqrt(expected) + 5
    assert (np.abs(found - expected) < spread).all()


@pytest.mark.parametrize("code", CODES)
def test_truth_is_calibrated(outcomes, code):
    """Additions of ten groups by rising probability, each near the sum of its probabilities."""
    chance = outcomes[code].to_numpy().astype(np.float64)
    added = unpack(outcomes["added"])[:, CODES.index(code)]
    for group in np.array_split(np.argsort(chance), 10):
        expected = chance[group].sum()
        spread = np.sqrt((chance[group] * (1 - chance[group])).sum())
        assert abs(added[group].sum() - expected) <= 4.5 * spread + 3


def test_truth_of_the_payroll_without_the_pension_is_below_that_of_the_pension(outcomes):
    """It is taken with the pension or not at all."""
    without = outcomes.filter((pl.col("owned") & mask_of("nomina", "nom_pens")) == 0)
    assert (without["nomina"] <= without["nom_pens"]).all()
    added, expected = without["added"], without["nomina"].sum()
    taken = added.filter((added & mask_of("nomina")) != 0)
    assert ((taken & mask_of("nom_pens")) != 0).all()
    assert abs(taken.len() - expected) < 4 * np.sqrt(expected)


def test_payroll_pension_is_dropped_with_the_payroll(months):
    """Nearly all payroll holders hold the pension too: their correlation is 0.96."""
    owned = pl.concat([month.panel for month in months])["owned"]
    payroll = owned.filter((owned & mask_of("nomina")) != 0)
    assert ((payroll & mask_of("nom_pens")) != 0).mean() > 0.97


def test_payroll_account_replaces_the_current_account(outcomes):
    """Nobody opens both in one month: 21 of 108,614 buyers (ttvand, BackN.rds)."""
    both = np.uint32(mask_of("cno", "cco"))
    assert not (outcomes["added"].to_numpy() & both == both).any()
