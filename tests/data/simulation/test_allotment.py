import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.simulation.allotment import allot, deal


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=8).filter(any),
    st.lists(st.integers(1, 17), min_size=1, max_size=300),
    st.integers(0, 2**32),
)
def test_allotted_rows_miss_their_share_by_two_clients_at_most(weights, records, seed):
    """A kind begins and ends inside a client."""
    weights, records = np.array(weights), np.array(records, np.int8)
    kinds = allot(np.random.default_rng(seed), weights, records)
    rows = np.bincount(kinds, records, weights.size)
    assert (
        np.abs(rows - weights / weights.sum() * records.sum()) <= 2 * records.max() + 1e-6
    ).all()


@given(st.integers(0, 2**32))
def test_kind_without_weight_is_never_allotted(seed):
    kinds = allot(np.random.default_rng(seed), np.array([1, 0, 3]), np.full(50, 17, np.int8))
    assert not (kinds == 1).any()


def test_dealt_kinds_come_in_order():
    assert deal(np.array([1, 2, 1]), np.full(4, 5, np.int8)).tolist() == [0, 1, 1, 2]


def test_nobody_gets_nothing():
    assert allot(np.random.default_rng(0), np.ones(3), np.empty(0, np.int8)).size == 0
