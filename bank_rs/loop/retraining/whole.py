"""What is asked of a challenger on all clients together."""

from math import inf, log

from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.check import Check
from bank_rs.loop.retraining.outcome import Outcome
from bank_rs.loop.retraining.performance import Performance, Vector
from bank_rs.model.evaluate import mean_interval


def better_check(
    name: str, challenger: Vector, other: Vector, outcome: Outcome, bounds: Bounds
) -> Check:
    """The challenger's MAP@7 is better than another's, beyond chance.

    Parameters
    ----------
    name
        The rule, in a few words.
    challenger, other : ndarray of shape (n,)
        AP@7 of each client.
    outcome
        Of the month.
    bounds
        Of the gate.

    Raises
    ------
    MetricInputError
        If nobody added anything.
    """
    found = bounds.difference(challenger, other, outcome.buyers)
    passed = found.low > 0
    certain = "higher beyond chance" if passed else "not higher beyond chance"
    return Check(
        name=name,
        figure=found.estimate,
        shown=f"{found.estimate:+.5f} ({found.low:+.5f} to {found.high:+.5f})",
        bound=f"{bounds.confidence:.0%} interval above 0",
        passed=passed,
        sentence=f"MAP@7 is {challenger.mean():.5f} beside {other.mean():.5f}: {certain}.",
        interval=(found.low, found.high),
    )


def calibration_check(
    challenger: Performance, champion: Performance | None, outcome: Outcome, bounds: Bounds
) -> Check:
    """Probabilities add up to about the additions there were, or come nearer than the champion's.

    The champion's own ratio is an excuse for a month that surprised both.
    """
    actual = int(outcome.bought.sum())
    ratio = challenger.expected / actual
    within = bounds.least_expected <= ratio <= bounds.most_expected
    said = f"The challenger expects {ratio:.2f} of the {actual:,} additions"
    if champion is not None:
        before = champion.expected / actual
        within = within or _distance(ratio) < _distance(before)
        said = f"{said}, the champion {before:.2f}"
    return Check(
        name="calibration",
        figure=ratio,
        shown=f"{ratio:.2f}",
        bound=f"{bounds.least_expected:g} to {bounds.most_expected:g}, or nearer to 1",
        passed=within,
        sentence=f"{said}.",
    )


def loss_check(challenger: Performance, champion: Performance, bounds: Bounds) -> Check:
    """The log loss is not worse beyond chance."""
    found = mean_interval(challenger.losses - champion.losses, bounds.confidence)
    passed = found.low <= 0
    certain = "not worse beyond chance" if passed else "worse beyond chance"
    before, after = (float(one.losses.mean()) for one in (champion, challenger))
    return Check(
        name="log loss",
        figure=found.estimate,
        shown=f"{found.estimate:+.6f} ({found.low:+.6f} to {found.high:+.6f})",
        bound=f"{bounds.confidence:.0%} interval not above 0",
        passed=passed,
        sentence=f"The log loss of a pair is {after:.6f} nats beside {before:.6f}: {certain}.",
    )


def latency_check(challenger: float, champion: float, bounds: Bounds) -> Check:
    """One record is answered in about the champion's time.

    Parameters
    ----------
    challenger, champion
        Median times in one run, in microseconds.
    bounds
        Of the gate.
    """
    ratio = challenger / champion
    return Check(
        name="latency",
        figure=ratio,
        shown=f"{ratio:.2f} of the champion's",
        bound=f"{bounds.latency_ratio:g} at most",
        passed=ratio <= bounds.latency_ratio,
        sentence=f"One record takes {challenger:.0f} us beside {champion:.0f}, the median of "
        f"{bounds.records} asked in turn.",
    )


def _distance(ratio: float) -> float:
    """How many times too many or too few, on a scale where both weigh the same."""
    return abs(log(ratio)) if ratio > 0 else inf
