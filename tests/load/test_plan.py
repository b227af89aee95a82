from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.fields import RAW_COLUMNS
from bank_rs.load.plan import ENDPOINTS, plan


@given(requests=st.integers(1, 200), seed=st.integers(0, 2**32))
def test_plan_has_as_many_requests_as_asked_spread_evenly(requests, seed):
    counts = Counter(request.endpoint for request in plan(requests, seed))
    assert counts.total() == requests
    assert set(counts) <= set(ENDPOINTS)
    if requests >= len(ENDPOINTS):
        assert max(counts.values()) - min(counts[e] for e in ENDPOINTS) <= 1


def test_plan_same_seed_same_requests():
    assert plan(60, seed=1) == plan(60, seed=1)
    assert plan(60, seed=1) != plan(60, seed=2)


def test_plan_bodies_are_raw_records_of_predict_only():
    for request in plan(60, seed=3):
        assert (request.body is not None) == (request.endpoint == "POST /predict")
        assert (request.seed is not None) == (request.endpoint == "GET /random")
        if request.body:
            assert tuple(request.body) == RAW_COLUMNS
