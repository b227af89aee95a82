import math

from hypothesis import given
from hypothesis import strategies as st

from bank_rs.service.trial.canary import Canary

CLIENTS = 4000
CHOSEN = [1000004, 1000008, 1000028]
shares = st.floats(0, 1)
numbers = st.integers(0, 10**12)


@given(shares, st.integers(0, 10**12 - CLIENTS))
def test_share_is_met(share, first):
    taken = sum(client in Canary(share) for client in range(first, first + CLIENTS))
    # five standard errors of a binomial share, and one client
    assert abs(taken - share * CLIENTS) <= 5 * math.sqrt(share * (1 - share) * CLIENTS) + 1


@given(numbers, shares, shares)
def test_larger_share_only_adds_clients(client, one, other):
    smaller, larger = sorted((one, other))
    assert client in Canary(larger) or client not in Canary(smaller)


@given(numbers, shares)
def test_choice_is_the_same_wherever_it_is_made(client, share):
    assert (client in Canary(share)) == (client in Canary(share))


@given(numbers)
def test_nobody_and_everybody(client):
    assert client not in Canary(0)
    assert client in Canary(1)


def test_choice_stays_what_it_was():
    """Another choice would give clients another model after an upgrade."""
    assert [client for client in range(1_000_000, 1_000_040) if client in Canary(0.1)] == CHOSEN
