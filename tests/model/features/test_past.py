import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.catalog import CODES, mask_of
from bank_rs.model.features import Known
from bank_rs.model.features.past import BY_PRODUCT, NAMES, OF_CLIENT, past_features
from tests.model.features.clients import HISTORIES, KNOWN_MONTHS
from tests.model.features.reference import past_of


def features_of(owned, status=0, history=()):
    parts = past_features(Known.of_record(owned, status, history).months)
    (row,) = np.concatenate(parts, axis=1, dtype=np.float32)
    return dict(zip(NAMES, row.tolist(), strict=True))


@given(KNOWN_MONTHS, HISTORIES)
@settings(max_examples=500)
def test_past_is_that_of_the_plain_reference(own, history):
    expected = past_of([own, *history])
    assert features_of(*own, history) == pytest.approx(expected, rel=0, abs=0, nan_ok=True)


@given(st.lists(st.tuples(KNOWN_MONTHS, HISTORIES), min_size=1, max_size=30))
def test_past_of_many_clients_is_that_of_each(clients):
    alone = [Known.of_record(*own, history).months for own, history in clients]
    together = np.concatenate(past_features(np.concatenate(alone)), axis=1, dtype=np.float32)
    rows = [np.concatenate(past_features(months), axis=1, dtype=np.float32) for months in alone]
    assert np.array_equal(together, np.concatenate(rows), equal_nan=True)


def test_names_are_those_of_each_product_and_of_the_client():
    assert len(NAMES) == len(BY_PRODUCT) * len(CODES) + len(OF_CLIENT) == len(set(NAMES))
    assert NAMES[: len(CODES)] == tuple(f"held_{code}" for code in CODES)


def test_first_record_of_a_client_has_no_past():
    found = features_of(mask_of("cco"))
    assert found["months_known"] == found["held_count"] == found["run_cco"] == 1
    assert found["lags_cco"] == found["additions_count"] == found["drops_count"] == 0
    assert np.isnan([found["since_addition_cco"], found["since_activity_change"]]).all()


def test_product_that_comes_and_goes_is_counted():
    card, none = (mask_of("tjcr"), 0), (0, 0)
    found = features_of(card[0], 0, [none, card, none, none])
    assert found["since_addition_tjcr"] == found["run_tjcr"] == 0
    assert found["since_drop_tjcr"] == 1
    assert (found["additions_tjcr"], found["drops_tjcr"]) == (2, 1)
    assert (found["months_held_tjcr"], found["months_known"]) == (2, 5)


def test_change_across_a_gap_is_not_seen():
    found = features_of(mask_of("tjcr"), 0, [None, (0, 0)])
    assert np.isnan(found["since_addition_tjcr"])
    assert found["additions_count"] == 0
    assert found["months_known"] == found["run_tjcr"] == 2


def test_nearer_months_count_more():
    card, none = (mask_of("tjcr"), 0), (0, 0)
    nearer, farther = ([card, *[none] * 11], [none, *[card] * 11])
    assert features_of(0, 0, nearer)["lags_tjcr"] > features_of(0, 0, farther)["lags_tjcr"]
