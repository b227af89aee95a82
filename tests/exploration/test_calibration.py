import numpy as np
import polars as pl
import pytest

from bank_rs.exploration.calibration import calibration_reading, plot_calibration, plot_expected
from bank_rs.model.evaluate import calibration_metrics, product_table, reliability_table


@pytest.fixture(scope="module")
def drawn():
    """Probabilities, and additions drawn from them."""
    rng = np.random.default_rng(1)
    probabilities = rng.uniform(0.001, 0.2, (20_000, 24))
    added = (rng.random(probabilities.shape) < probabilities).astype(np.int8)
    held = np.zeros_like(added)
    held[:, 2] = 1
    probabilities[:, 2] = added[:, 2] = 0
    return probabilities, added, held


@pytest.fixture(scope="module")
def products(drawn):
    probabilities, added, held = drawn
    return product_table(probabilities, np.zeros_like(added), added, held)


def test_plot_calibration_of_true_probabilities_lies_on_the_diagonal(drawn):
    figure = plot_calibration(reliability_table(*drawn), "simulated")
    predicted, observed = figure.axes[0].lines[-1].get_data()
    assert len(predicted) == 10
    np.testing.assert_allclose(observed, predicted, rtol=0.05)


def test_plot_expected_shows_the_products_that_were_added(products):
    axes = plot_expected(products, "simulated").axes[0]
    assert len(axes.get_yticks()) == 23
    expected, seen = (line.get_xdata() for line in axes.lines)
    np.testing.assert_allclose(expected, seen, rtol=0.1)


def test_plot_expected_of_nothing_is_empty(products):
    nobody = products.with_columns(additions=pl.lit(0, pl.Int64))
    assert not plot_expected(nobody, "simulated").axes[0].get_yticks().size


def test_calibration_reading_gives_both_sums(drawn, products):
    text = calibration_reading(calibration_metrics(*drawn), products)
    assert f"{products['additions'].sum():,} seen" in text
