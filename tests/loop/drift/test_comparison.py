from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drift_bank import Log
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st

from bank_rs.catalog import PRODUCTS
from bank_rs.loop.drift.comparison import compare
from bank_rs.loop.drift.reading import Kind
from bank_rs.loop.drift.window import Window
from bank_rs.model.reference.building import served_rows
from bank_rs.model.reference.fields import FIELDS, MONTHS_KNOWN


@pytest.fixture(scope="module")
def asked(bank, shipped):
    """All clients of the reference's own month."""
    return served_rows(shipped, bank.month(bank.months[-2]))


def chosen(served, places):
    return replace(
        served,
        features={name: column[places] for name, column in served.features.items()},
        unseen=served.unseen[places],
        probabilities=served.probabilities[places],
        offered=served.offered[places],
    )


def alarms(readings):
    return [reading.name for reading in readings if reading.alarm]


@laws(max_examples=40)
@given(st.integers(1, 5000), st.integers(0, 1000))
def test_same_clients_raise_nothing_however_many(reference, asked, size, seed):
    places = np.random.default_rng(seed).choice(asked.rows, size, replace=False)
    assert alarms(compare(reference, chosen(asked, places))) == []


def test_same_clients_are_not_apart(reference, asked):
    readings = compare(reference, asked)
    assert max(reading.size for reading in readings if reading.kind is Kind.VALUES) == 0
    assert {reading.before == reading.now for reading in readings} == {True}


def test_everything_is_compared(reference, asked):
    found = {(reading.kind, reading.subject) for reading in compare(reference, asked)}
    for kind in (Kind.ADDED, Kind.PROBABILITY, Kind.OFFERS):
        assert {subject for other, subject in found if other is kind} == {
            product.slug for product in PRODUCTS
        }
    assert {subject for kind, subject in found if kind is Kind.NULLS} == set(FIELDS)


def test_history_that_fails_for_some_is_raised(reference, asked):
    months = asked.features[MONTHS_KNOWN].copy()
    months[: asked.rows // 5] = 1
    failing = replace(asked, features={**asked.features, MONTHS_KNOWN: months})
    assert "earlier months: history" in alarms(compare(reference, failing))


def test_service_without_any_history_is_compared_with_answers_without_it(reference, bank, shipped):
    rows = bank.month(bank.months[-2]).drop("^(owned|status)_[0-9]+$")
    assert alarms(compare(reference, served_rows(shipped, rows))) == []


def test_probability_that_multiplies_is_raised(reference, asked):
    more = asked.probabilities.copy()
    more[:, 2] *= 8
    assert alarms(compare(reference, replace(asked, probabilities=more))) == [
        "checking_acc: probability"
    ]


def test_one_client_of_whom_the_model_is_sure_raises_nothing(reference, asked):
    few = chosen(asked, np.arange(600))
    few.probabilities[0, 5] = 1
    assert alarms(compare(reference, few)) == []


def test_offers_that_end_are_raised(reference, asked):
    none = asked.offered.copy()
    none[:, PRODUCTS.index(next(p for p in PRODUCTS if p.code == "recibo"))] = False
    assert alarms(compare(reference, replace(asked, offered=none))) == ["debit_account: offers"]


def test_category_that_is_not_learnt_is_raised(reference, asked):
    unseen = asked.unseen.copy()
    unseen[: asked.rows // 20, 4] = True
    assert alarms(compare(reference, replace(asked, unseen=unseen))) == [
        "entry_channel: not learnt"
    ]


def test_log_gives_back_what_was_served(bank, shipped, asked):
    rows = bank.month(bank.months[-2])
    back = Window("1", "0" * 64, Log(Path(), shipped).frame(rows, asked)).served()
    for name, column in asked.features.items():
        assert np.array_equal(back.features[name], column, equal_nan=True)
    for part in ("unseen", "offered", "probabilities"):
        assert np.array_equal(getattr(back, part), getattr(asked, part))
