import numpy as np
import pytest

from bank_rs.errors import BankRsError
from bank_rs.model.evaluate import MetricInputError, ranking_metrics
from bank_rs.model.evaluate.arrays import flags_of, scores_of


@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint32, np.int64, np.float32])
def test_flags_of_any_number_type_are_int8(dtype):
    flags = flags_of(np.array([[1, 0]], dtype))
    assert flags.dtype == np.int8
    assert flags.tolist() == [[1, 0]]


@pytest.mark.parametrize("value", [2, -1, 0.5, np.nan])
def test_flags_other_than_0_and_1_are_refused(value):
    with pytest.raises(MetricInputError, match="added must be 0 or 1"):
        flags_of([[0, value]])


@pytest.mark.parametrize("shape", [(3,), (0, 24), (2, 0), (1, 2, 3)])
def test_arrays_that_are_no_matrix_are_refused(shape):
    with pytest.raises(MetricInputError, match="clients, products"):
        flags_of(np.zeros(shape))


def test_text_is_refused():
    with pytest.raises(MetricInputError, match="must be numbers"):
        flags_of([["0", "1"]])


def test_scores_keep_their_width_and_are_not_copied():
    single = np.ones((2, 3), np.float32)
    assert scores_of(single) is single


def test_scores_that_are_nan_are_refused():
    with pytest.raises(MetricInputError, match="NaN"):
        scores_of([[0.1, np.nan]])


def test_other_clients_are_refused():
    with pytest.raises(MetricInputError, match=r"\(2, 3\).*\(3, 3\)"):
        ranking_metrics(np.zeros((2, 3)), np.zeros((3, 3), np.int8))


def test_error_is_caught_with_the_others_and_as_a_value_error():
    assert issubclass(MetricInputError, BankRsError)
    assert issubclass(MetricInputError, ValueError)
