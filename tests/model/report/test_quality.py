import numpy as np
import pytest

from bank_rs.model.evaluate import product_table, ranking_metrics
from bank_rs.model.report import measure


def test_quality_is_that_of_the_metrics(quality, bank):
    probabilities, answers, added, held = bank
    assert quality.clients == len(added)
    assert quality.metrics.items() >= ranking_metrics(probabilities, added).items()
    assert quality.products.equals(product_table(probabilities, answers, added, held))
    assert quality.interval.raw.estimate == pytest.approx(quality.metrics["map_at_7"])
    assert quality.gains.additions == added.sum()


def test_curves_are_of_the_products_that_have_additions(quality):
    added = quality.products.filter(quality.products["additions"] > 0)
    assert set(quality.curves) == set(added["product"])


def test_quality_without_buyers_has_neither_interval_nor_curves(bank):
    nothing = np.zeros_like(bank[2])
    quality = measure(bank[0], bank[1], nothing, bank[3])
    assert (quality.interval, quality.gains, quality.curves) == (None, None, {})
