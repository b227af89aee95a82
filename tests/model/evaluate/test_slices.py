import numpy as np
import polars as pl
import pytest
from hypothesis import given

from bank_rs.model.evaluate import MetricInputError, ranking_metrics, slice_table
from tests.model.evaluate.arrays import pairs


def test_slices_worked_by_hand():
    probabilities = [[0.3, 0.2], [0.1, 0.4], [0.3, 0.1], [0.2, 0.2]]
    added = [[1, 0], [1, 0], [0, 0], [0, 0]]
    table = slice_table(["a", "a", "a", None], probabilities, added)
    assert table.row(0, named=True) == pytest.approx(
        {
            "group": "a",
            "clients": 3,
            "buyers": 2,
            "additions": 2,
            # first and second place: (1 + 1/2) over three clients, over two buyers
            "map_at_7": 0.5,
            "map_at_7_normalised": 0.75,
            "hit_rate_at_1": 0.5,
            "hit_rate_at_5": 1,
            "predicted_over_actual": 1.4 / 2,
        }
    )
    unknown = table.row(1, named=True)
    assert (unknown["group"], unknown["buyers"]) == ("not known", 0)
    assert unknown["map_at_7_normalised"] is None


@pytest.mark.parametrize("groups", [np.array([3, 3]), pl.Series([3, 3]), (3, 3)])
def test_slices_take_any_array(groups):
    table = slice_table(groups, [[0.5], [0.5]], [[1], [0]], [[0], [1]])
    assert table["group"].to_list() == ["3"]
    assert table["predicted_over_actual"].to_list() == [0.5]


def test_slices_of_other_clients_are_refused():
    with pytest.raises(MetricInputError, match="each of the 2 clients"):
        slice_table(["a"], [[0.5], [0.5]], [[1], [0]])


@given(pairs())
def test_slice_of_everybody_equals_the_metrics(drawn):
    probabilities, added, held = drawn
    table = slice_table(["all"] * len(added), probabilities, added, held)
    metrics = ranking_metrics(probabilities, added)
    for name in ("map_at_7", "map_at_7_normalised", "hit_rate_at_1", "hit_rate_at_5"):
        assert (table[name][0] or 0) == pytest.approx(metrics[name])
