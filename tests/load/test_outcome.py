import numpy as np
import pytest

from bank_rs.load.outcome import Load, Outcome, latencies, results


@pytest.mark.parametrize("result", ["200", "201", "204", "299"])
def test_outcome_of_a_2xx_has_not_failed(result):
    assert not Outcome("GET /", result, 1.0).failed


@pytest.mark.parametrize("result", ["307", "404", "422", "500", "599", "ReadTimeout"])
def test_outcome_of_anything_else_has_failed(result):
    assert Outcome("GET /", result).failed


def test_load_counts_failures_and_rate():
    outcomes = [Outcome("GET /", r, 1.0) for r in ("200", "200", "500")] + [Outcome("GET /", "X")]
    load = Load(outcomes, seconds=2.0)
    assert load.failures == 2
    assert load.per_second == 2.0
    assert results(outcomes) == {"200": 2, "500": 1, "X": 1}


def test_latencies_are_percentiles_of_the_answered():
    outcomes = [Outcome("GET /", "200", float(ms)) for ms in range(101)]
    assert latencies([*outcomes, Outcome("GET /", "ReadError")]) == [50.0, 95.0, 99.0]


def test_latencies_without_an_answer_are_not_numbers():
    assert np.isnan(latencies([Outcome("GET /", "ReadError")])).all()
