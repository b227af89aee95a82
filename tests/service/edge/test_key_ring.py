from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.service.edge.key_ring import KeysError, digests_of, key_id

WORDS = st.text(st.characters(categories=("L", "N")), min_size=16, max_size=40)


@given(st.lists(WORDS, min_size=1, max_size=5, unique=True), st.data())
def test_every_key_opens_under_its_own_name(keys, data):
    key = data.draw(st.sampled_from(keys)).encode()
    assert key_id(key, digests_of(keys, "here")) == sha256(key).hexdigest()[:8]


@given(WORDS, st.binary(max_size=40))
def test_nothing_else_opens(key, presented):
    expected = None if presented != key.encode() else sha256(presented).hexdigest()[:8]
    assert key_id(presented, digests_of([key], "here")) == expected
    assert key_id(key.encode()[:-1], digests_of([key], "here")) is None


@pytest.mark.parametrize("keys", [[], [""], ["a" * 15], ["a" * 20, "short"], ["two words " * 3]])
def test_keys_that_cannot_guard_are_refused_without_being_repeated(keys):
    with pytest.raises(KeysError, match=r"^here") as refused:
        digests_of(keys, "here")
    assert not any(key and key in str(refused.value) for key in keys)
