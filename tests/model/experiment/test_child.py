import os

import pytest

from bank_rs.model.experiment.child import ChildEndedError, in_child
from bank_rs.model.experiment.plan import UnknownCandidateError, chosen


def test_child_is_another_process():
    assert in_child(os.getpid) != os.getpid()


def test_error_of_a_child_is_raised_as_it_is():
    with pytest.raises(UnknownCandidateError, match="no candidate oracle"):
        in_child(chosen, ["oracle"])


def test_child_ended_from_outside_is_named():
    with pytest.raises(ChildEndedError, match="memory"):
        in_child(os._exit, 9)
