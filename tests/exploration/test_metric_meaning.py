from math import log

import pytest

from bank_rs.exploration.metric_meaning import meaning_table, worked_examples


def test_worked_examples_have_the_values_worked_by_hand():
    expected = [5 / 6, 5 / 12, 1 / 2, 5 / 6, 0, 1, 3 / 4, 1.2, -log(0.8), 0.04]
    assert worked_examples()["value"].to_list() == pytest.approx(expected)


def test_meaning_table_explains_every_metric_it_shows(training):
    table = meaning_table(training.evidence.quality.metrics)
    assert table.height == 15
    assert table["meaning"].str.len_chars().min() > 20
    first = f"{training.champion.card.metrics['map_at_7']:.4g}"
    assert table.row(0)[:2] == ("MAP@7", first)


def test_meaning_table_passes_over_what_was_not_measured():
    assert meaning_table({"brier": 0.00123456})["value"].to_list() == ["0.001235"]
