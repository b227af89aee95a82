import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.predictions.client_key import ClientKey
from bank_rs.predictions.sample import sampled

NAMES = st.integers(0, 2**64 - 1)


@given(st.lists(NAMES, max_size=20))
def test_share_of_one_keeps_all(names):
    assert sampled(np.array(names, np.uint64), 1.0).all()


@given(st.lists(NAMES, min_size=1, max_size=20), st.floats(0, 1), st.floats(0, 1))
def test_larger_share_keeps_what_a_smaller_one_does(names, one, other):
    clients = np.array(names, np.uint64)
    less, more = (sampled(clients, share) for share in sorted((one, other)))
    assert not (less & ~more).any()


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_share_of_the_clients_is_kept(share):
    clients = ClientKey(b"k" * 24).names(range(20_000))
    kept = sampled(clients, share)
    # five standard deviations
    assert kept.mean() == pytest.approx(share, abs=5 * (share * (1 - share) / 20_000) ** 0.5)
    assert np.array_equal(kept, sampled(clients, share))
