"""Why to train again, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEAST_MONTHS: Final = 4
"""To learn from, to set and to judge on, each with a next month."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the loop has to learn from.

    Attributes
    ----------
    names
        Months, as ``2016-05``, rising.
    fingerprint
        What tells their records from others.
    """

    names: Sequence[str]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Whether to train, and the sentence that says why; empty where there is nothing to tell."""

    train: bool
    sentence: str


def reason_to_train(
    known: Known, learnt: Known | None, alarms: Sequence[str], months_between: int = 1
) -> Reason:
    """Decide.

    Training is a function of the months: without new ones it would make the same model again,
    whatever alarm stands.

    Parameters
    ----------
    known
        What there is.
    learnt
        What the last training learnt from.
    alarms
        What stands out in what is asked.
    months_between
        How many months must come in where no alarm stands.

    Examples
    --------
    >>> known = Known(["2016-01", "2016-02", "2016-03", "2016-04", "2016-05"], "b")
    >>> reason_to_train(known, Known(["2016-04"], "a"), []).sentence
    '2016-05 came in'
    >>> reason_to_train(known, known, ["income"])
    Reason(train=False, sentence='an alarm stands, and there is nothing new to learn from')
    """
    if len(known.names) < LEAST_MONTHS:
        return Reason(False, f"{len(known.names)} months are here and training needs 4")
    if learnt is None:
        return Reason(True, "nothing was trained here before")
    if known.fingerprint == learnt.fingerprint:
        stands = "an alarm stands, and there is nothing new to learn from" if alarms else ""
        return Reason(False, stands)
    if alarms:
        return Reason(True, "an alarm stands")
    new = [name for name in known.names if name > learnt.names[-1]]
    if not new:
        return Reason(True, "an earlier month was corrected")
    if len(new) < months_between:
        return Reason(False, f"{len(new)} of {months_between} months have come in")
    return Reason(True, f"{', '.join(new)} came in")
