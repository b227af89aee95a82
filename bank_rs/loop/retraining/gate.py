"""The rules a challenger must keep before it may serve."""

from dataclasses import dataclass

from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.check import Check
from bank_rs.loop.retraining.outcome import Outcome
from bank_rs.loop.retraining.parts import groups_check, products_check
from bank_rs.loop.retraining.performance import Performance, Vector
from bank_rs.loop.retraining.whole import (
    better_check,
    calibration_check,
    latency_check,
    loss_check,
)


@dataclass(frozen=True, slots=True)
class Rival:
    """The champion, as it is, on the month the challenger has not seen.

    Attributes
    ----------
    performance
        Its own.
    microseconds, challenger_microseconds
        Median times of one record, the champion's and the challenger's, measured in turn.
    """

    performance: Performance
    microseconds: float
    challenger_microseconds: float


def checks(
    challenger: Performance,
    rival: Rival | None,
    popularity: Vector,
    outcome: Outcome,
    bounds: Bounds,
) -> tuple[Check, ...]:
    """Apply every rule.

    Parameters
    ----------
    challenger
        Without the judged month.
    rival
        None where there is no champion; then only popularity and calibration are asked of the
        challenger.
    popularity : ndarray of shape (n,)
        AP@7 of each client under the baseline.
    outcome
        Of the month.
    bounds
        Of the gate.
    """
    above = better_check("above popularity", challenger.precision, popularity, outcome, bounds)
    if rival is None:
        return above, calibration_check(challenger, None, outcome, bounds)
    champion = rival.performance
    return (
        better_check(
            "better than the champion", challenger.precision, champion.precision, outcome, bounds
        ),
        above,
        products_check(challenger, champion, outcome, bounds),
        groups_check(challenger, champion, outcome, bounds),
        calibration_check(challenger, champion, outcome, bounds),
        loss_check(challenger, champion, bounds),
        latency_check(rival.challenger_microseconds, rival.microseconds, bounds),
    )
