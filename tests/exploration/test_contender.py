import numpy as np
import pytest

from bank_rs.exploration.contender import (
    MODEL,
    Contender,
    contender_reading,
    contender_table,
)

ADDED = np.array([[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 0]], np.int8)
HELD = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]], np.int8)
PERFECT = np.where(ADDED == 1, 0.9, 0.1) * (1 - HELD)


def test_perfect_probabilities_reach_the_ceiling():
    judged = Contender.judge("perfect", PERFECT, ADDED, HELD)
    assert judged.auc == 1
    assert judged.metrics["map_at_7"] == pytest.approx(0.5)
    assert judged.metrics["map_at_7_normalised"] == pytest.approx(1)
    assert judged.metrics["hit_rate_at_1"] == 1


def test_a_product_without_a_probability_is_on_no_list():
    first_only = np.zeros((4, 3))
    first_only[:, 0] = 1 - HELD[:, 0]
    judged = Contender.judge("one product", first_only, ADDED, HELD)
    assert judged.metrics["map_at_7_normalised"] == judged.metrics["hit_rate_at_7"] == 0.5


def test_saying_nothing_is_the_diagonal_and_hits_nothing():
    judged = Contender.judge("nothing", np.zeros((4, 3)), ADDED, HELD)
    assert judged.auc == 0.5
    assert judged.metrics["map_at_7"] == judged.metrics["hit_rate_at_7"] == 0


def test_a_month_without_additions_has_no_curve():
    judged = Contender.judge("any", PERFECT, np.zeros_like(ADDED), HELD)
    assert judged.curve is None
    assert judged.metrics["map_at_7_normalised"] == 0


def test_the_model_has_the_figures_of_its_training(training):
    model = Contender.of_model(training.evidence)
    assert model.name == MODEL
    assert model.metrics["map_at_7"] == training.champion.card.metrics["map_at_7"]
    assert model.auc == training.champion.card.metrics["roc_auc_micro"]


def test_contender_table_has_a_row_for_each():
    table = contender_table([Contender.judge(name, PERFECT, ADDED, HELD) for name in "ab"])
    assert table["answer"].to_list() == ["a", "b"]
    assert table.columns[:4] == ["answer", "roc_auc", "map_at_7", "map_at_7_normalised"]


def test_contender_reading_names_the_best_of_the_others():
    nothing = Contender.judge("nothing", np.zeros((4, 3)), ADDED, HELD)
    poor = Contender.judge("poor", PERFECT * [0, 1, 1], ADDED, HELD)
    text = contender_reading([nothing, poor, Contender.judge(MODEL, PERFECT, ADDED, HELD)])
    assert '"poor"' in text
    assert "2.00 times" in text
