import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.model.calibration import AS_IS, calibrated, fit_calibration, fit_calibrations

CLIENTS = 60_000


def month(coefficients, seed=0, clients=CLIENTS, buys=-2):
    """Incidence, choice and additions drawn with known coefficients."""
    random = np.random.default_rng(seed)
    incidence = random.normal(buys, 1, clients)
    choice = -random.exponential(1.5, clients)
    added = (random.random(clients) < chances(incidence, choice, coefficients)).astype(np.int8)
    return incidence, choice, added, np.ones(clients)


def chances(incidence, choice, coefficients):
    columns = np.asarray(coefficients, float)[:, None]
    return calibrated(incidence[:, None], choice[:, None], columns)[:, 0]


@pytest.mark.parametrize("known", [AS_IS, (0.8, 0.7, 1.6), (-1.0, 1.2, 0.4)])
def test_known_coefficients_are_found(known):
    assert fit_calibration(*month(known)) == pytest.approx(known, abs=0.15)


def test_rows_weigh_as_often_as_they_stand_for_a_client():
    incidence, choice, added, _ = month((0.5, 0.8, 1.2), clients=5000)
    repeats = np.random.default_rng(1).integers(1, 4, 5000)
    weighted = fit_calibration(incidence, choice, added, repeats.astype(float))
    columns = (np.repeat(column, repeats) for column in (incidence, choice, added))
    assert weighted == pytest.approx(fit_calibration(*columns, np.ones(repeats.sum())))


@given(st.floats(-2, 1), st.floats(-1, 2), st.floats(-1, 2), st.integers(0, 9))
@settings(max_examples=40)
def test_month_that_is_carried_over_has_as_many_additions_as_seen(
    level, of_incidence, of_choice, seed
):
    rows = month((level, of_incidence, of_choice), seed, clients=5000)
    found = fit_calibration(*rows, carry=1)
    incidence, choice, added, _ = rows
    # but for the level's penalty, which is worth one row
    missing = added.sum() - chances(incidence, choice, found).sum()
    assert missing == pytest.approx(found[0], abs=1e-3)


@pytest.mark.parametrize("level", [-1.0, 0.0, 1.0])
def test_level_that_is_not_carried_over_is_the_natural_one(level):
    rows = month((level, 1, 1), buys=-5)
    incidence, choice, *_ = rows
    natural = chances(incidence, choice, AS_IS).sum()
    found = fit_calibration(*rows, carry=0)
    # probabilities are small: their sums move with the level nearly in proportion
    assert chances(incidence, choice, found).sum() == pytest.approx(natural, rel=0.05)


def test_carry_lies_between_the_month_and_the_natural_level():
    rows = month((1, 1, 1))
    levels = [fit_calibration(*rows, carry=carry)[0] for carry in (0, 0.5, 1)]
    assert levels[1] == pytest.approx((levels[0] + levels[2]) / 2)
    assert levels[0] < levels[1] < levels[2]


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(-2, 2), st.floats(0, 1))
@settings(max_examples=40)
def test_likelier_additions_stay_likelier(level, of_incidence, of_choice, carry):
    rows = month((level, of_incidence, of_choice), clients=2000)
    found = fit_calibration(*rows, carry=carry)
    assert np.isfinite(found).all()
    assert (found[1:] > 0).all()


@pytest.mark.parametrize("value", [0, 1])
def test_month_in_which_nobody_or_everybody_adds_is_survived(value):
    incidence, choice, added, weights = month(AS_IS, clients=500)
    found = fit_calibration(incidence, choice, np.full_like(added, value), weights, carry=0.5)
    assert np.isfinite(found).all()


def test_few_additions_hardly_move_the_slopes():
    incidence, choice, added, weights = month((0, 0.2, 0.2), clients=30)
    assert fit_calibration(incidence, choice, added, weights)[1:] == pytest.approx(1, abs=0.25)


def test_every_product_is_calibrated_on_the_clients_who_lack_it():
    incidence, choice, added, weights = month((0.5, 0.8, 1.2))
    free = np.random.default_rng(1).random(len(added)) < 0.8
    columns = np.column_stack([choice, choice, choice])
    targets = np.column_stack([added, added, 0 * added])
    asked = np.column_stack([free, np.ones_like(free), free])
    found = fit_calibrations(incidence[:, None], columns, targets, asked, weights, 30, 0.5)
    lacking = (column[free] for column in (incidence, choice, added, weights))
    assert found[:, 0] == pytest.approx(fit_calibration(*lacking, carry=0.5))
    assert found[:, 1] == pytest.approx(
        fit_calibration(incidence, choice, added, weights, carry=0.5)
    )
    assert found[:, 2] == pytest.approx(AS_IS)


def test_calibrated_is_the_logistic_of_the_sum():
    found = calibrated(np.array([[0.5], [-900.0]]), np.array([[-1.0], [-900.0]]), [[1], [2], [3]])
    assert found[0, 0] == pytest.approx(1 / (1 + np.exp(1)))
    assert found[1, 0] == 0
