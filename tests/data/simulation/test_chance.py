import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.data.simulation.chance import chances, draw_events, shift_to

LEANS = st.lists(st.floats(-20, 20, width=32, allow_subnormal=False), min_size=2, max_size=200).map(
    lambda values: np.array(values, np.float32)
)
CHANCES = st.lists(
    st.floats(0, 0.9375, width=32, allow_subnormal=False), min_size=1, max_size=60
).map(lambda values: np.array(values, np.float32))


@given(lean=LEANS, share=st.floats(0.01, 0.99))
def test_chances_of_shifted_log_odds_sum_to_the_wanted_count(lean, share):
    wanted = share * lean.size
    assert chances(lean, shift_to(lean, wanted)).sum() == pytest.approx(wanted, rel=0.01)


@pytest.mark.parametrize(("wanted", "chance"), [(-1.0, 0.0), (0.0, 0.0), (3.0, 1.0), (9.0, 1.0)])
def test_chances_of_nobody_and_everybody_are_certain(wanted, chance):
    lean = np.array([-2.0, 0.0, 2.0], np.float32)
    assert (chances(lean, shift_to(lean, wanted)) == chance).all()


def test_higher_log_odds_give_higher_chances():
    lean = np.array([-1.0, 0.0, 3.0], np.float32)
    assert (np.diff(chances(lean, shift_to(lean, 1.5))) > 0).all()


@given(chance=CHANCES, seed=st.integers(0, 99))
def test_drawn_events_are_distinct_and_as_many_as_the_chances_sum_to(chance, seed):
    drawn = draw_events(np.random.default_rng(seed), chance)
    total = float(chance.sum(dtype=np.float64))
    assert len(set(drawn.tolist())) == drawn.size
    assert np.floor(total - 1e-6) <= drawn.size <= np.ceil(total + 1e-6)


def test_every_event_happens_with_its_chance():
    rng = np.random.default_rng(5)
    chance = np.array([0.05, 0.9, 0.0, 0.5, 0.3], np.float32)
    counts = np.zeros(chance.size)
    for _ in range(20_000):
        counts[draw_events(rng, chance)] += 1
    np.testing.assert_allclose(counts / 20_000, chance, atol=0.012)


def test_impossible_events_never_happen():
    chance = np.array([0.0, 1.0, 0.0], np.float32)
    assert draw_events(np.random.default_rng(6), chance).tolist() == [1]
