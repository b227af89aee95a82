import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.loop.watch.reason import LEAST_MONTHS, Known, reason_to_train

NAMES = [f"2016-{month:02}" for month in range(1, 7)]


def known(months: int, fingerprint: str = "new") -> Known:
    return Known(NAMES[:months], fingerprint)


@pytest.mark.parametrize(
    ("learnt", "alarms", "between", "train", "said"),
    [
        (None, [], 1, True, "nothing was trained"),
        (known(4, "old"), [], 1, True, "2016-05, 2016-06 came in"),
        (known(4, "old"), [], 3, False, "2 of 3 months"),
        (known(4, "old"), ["income"], 3, True, "an alarm stands"),
        (known(6, "old"), [], 3, True, "an earlier month was corrected"),
        (known(6), [], 1, False, ""),
        (known(6), ["income"], 1, False, "nothing new to learn from"),
    ],
)
def test_reason(learnt, alarms, between, train, said):
    reason = reason_to_train(known(6), learnt, alarms, between)
    assert reason.train is train
    assert said in reason.sentence
    assert bool(reason.sentence) == bool(said)


def test_too_few_months_are_no_reason_whatever_stands():
    reason = reason_to_train(known(LEAST_MONTHS - 1), None, ["income"])
    assert not reason.train
    assert "needs 4" in reason.sentence


@given(st.lists(st.text()), st.integers(1, 12))
def test_same_months_are_never_trained_on_twice(alarms, between):
    assert not reason_to_train(known(6), known(6), alarms, between).train
