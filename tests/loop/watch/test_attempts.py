import pytest

from bank_rs.errors import BankRsError
from bank_rs.loop.watch.attempts import Attempts


class AwayError(BankRsError):
    """Somebody is away."""


class Action:
    """Fails so many times, then succeeds."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.failures:
            raise AwayError("away")
        return "done"


@pytest.mark.parametrize("failures", [0, 2])
def test_action_that_succeeds_in_time_is_done(failures):
    attempted = Attempts(3, 0.001).make(Action(failures))
    assert (attempted.result, attempted.error) == ("done", None)
    assert attempted.attempts == failures + 1


def test_action_that_fails_too_often_gives_its_error():
    action = Action(5)
    attempted = Attempts(3, 0.001).make(action)
    assert attempted.result is None
    assert isinstance(attempted.error, AwayError)
    assert attempted.attempts == action.calls == 3


def test_error_that_nobody_expects_is_raised():
    with pytest.raises(ZeroDivisionError):
        Attempts(3, 0.001).make(lambda: 1 / 0)
