import numpy as np
import polars as pl
import pytest

from bank_rs.catalog import CODES, mask_of
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.ownership import unpack
from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS
from bank_rs.data.simulation import SimulationSizeError, simulate

CLIENTS_PUBLISHED = 956_645


def scale_of(bank):
    return bank["id"].n_unique() / CLIENTS_PUBLISHED


def months_of(bank):
    return bank.partition_by("fetch_date", maintain_order=True)


def holders_of(frame):
    return unpack(frame["owned"]).sum(axis=0, dtype=np.int64)


def changes_of(transitions):
    """Additions and drops of each product, arrays of shape (24,)."""
    before, after = unpack(transitions["owned"]), unpack(transitions["owned_next"])
    return (after > before).sum(axis=0), (before > after).sum(axis=0)


def test_panel_has_the_schema_of_every_panel(bank):
    assert bank.schema == PANEL_SCHEMA


def test_panel_has_no_client_twice_in_a_month(bank):
    assert not bank.select("id", "fetch_date").is_duplicated().any()


def test_panel_is_sorted_by_month_but_not_by_client(bank):
    assert bank["fetch_date"].is_sorted()
    assert not any(month["id"].is_sorted() for month in months_of(bank))


def test_every_client_appears(bank):
    assert bank["id"].n_unique() == 20_000


def test_rows_per_month_are_the_published_ones(bank):
    rows = np.array([month.height for month in months_of(bank)])
    wanted = np.array(published("presence")["rows"]) * scale_of(bank)
    np.testing.assert_allclose(rows, wanted, rtol=0.02)


def test_nearly_all_records_follow_one_a_month_earlier(bank, transitions):
    later = bank.height - bank["id"].n_unique()
    assert transitions.height / later == pytest.approx(0.9994, abs=0.0005)


def test_active_share_of_each_month_is_the_published_one(bank):
    found = [month["ind_client_activity"].mean() for month in months_of(bank)]
    np.testing.assert_allclose(found, published("presence")["active_share"], atol=0.01)


def test_holders_by_month_are_the_published_ones(bank):
    """Every product that at least 2 % of the rows hold."""
    wanted = np.array(list(published("holdings")["holders"].values())) * scale_of(bank)
    found = np.stack([holders_of(month) for month in months_of(bank)], axis=1)
    common = wanted.sum(axis=1) > 0.02 * bank.height
    np.testing.assert_allclose(found[common], wanted[common], rtol=0.15)


def test_additions_are_the_published_ones(bank, transitions):
    """Every product of which at least 300 additions are expected at this size."""
    wanted = np.array(list(published("holdings")["additions"].values())).sum(axis=1)
    wanted = wanted * scale_of(bank)
    found, _ = changes_of(transitions)
    expected = wanted >= 300
    np.testing.assert_allclose(found[expected], wanted[expected], rtol=0.2)


def test_drops_are_as_many_as_published(bank, transitions):
    """533,933 drops of held products (vvbelyanin, eda.ipynb, cell 16)."""
    _, drops = changes_of(transitions)
    assert drops.sum() == pytest.approx(533_933 * scale_of(bank), rel=0.15)


def test_payroll_is_only_taken_with_or_after_the_pension(transitions):
    nomina, nom_pens = mask_of("nomina"), mask_of("nom_pens")
    added = transitions["owned_next"] & ~transitions["owned"]
    with_it = ((transitions["owned"] | added) & nom_pens) != 0
    assert with_it.filter((added & nomina) != 0).all()


def test_junior_account_is_held_by_minors_only(bank):
    held = (bank["owned"] & mask_of("ctju")) != 0
    assert held.sum() > 1_000
    assert bank.filter(held)["age"].max() < 20


def test_flag_that_is_set_is_known(bank):
    assert (bank["unknown"] > 0).any()
    assert (bank["owned"] & bank["unknown"] == 0).all()


def test_dropped_products_are_taken_again_more_often(bank):
    """Of direct debits 61 % come back to a client who dropped one (DaniSanchezSantolaya)."""
    recibo = 1 << CODES.index("recibo")
    held = bank.sort("id", "fetch_date").select(
        "id", held=(pl.col("owned") & recibo != 0), before=(pl.col("owned").shift() & recibo != 0)
    )
    added = (held["held"] & ~held["before"]) & (held["id"] == held["id"].shift())
    again = held.with_columns(added=added).select(
        again=(~pl.col("held")).cum_sum().over("id").gt(0)
        & pl.col("held").cum_sum().over("id").gt(1)
        & pl.col("added")
    )["again"]
    assert again.sum() / added.sum() > 0.35


def test_same_seed_gives_the_same_bank():
    assert simulate(500, seed=7).equals(simulate(500, seed=7))


def test_other_seed_gives_another_bank():
    assert not simulate(500, seed=7).equals(simulate(500, seed=8))


@pytest.mark.parametrize("clients", [1, 2, 17])
def test_bank_of_few_clients_keeps_the_laws(clients):
    bank = simulate(clients)
    assert bank.schema == PANEL_SCHEMA
    assert bank["id"].n_unique() == clients
    assert not bank.select("id", "fetch_date").is_duplicated().any()


@pytest.mark.parametrize("months", [1, 3, 17])
def test_fewer_months_are_the_last_ones(months):
    bank = simulate(300, months=months)
    assert bank["fetch_date"].unique(maintain_order=True).to_list() == list(MONTHS[-months:])


@pytest.mark.parametrize(("clients", "months"), [(0, 17), (-3, 17), (10, 0), (10, 18)])
def test_size_out_of_bounds_is_refused(clients, months):
    with pytest.raises(SimulationSizeError, match="ask for"):
        simulate(clients, months)
