"""Products and groups of clients that a challenger may not serve worse."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.check import Check, Part
from bank_rs.loop.retraining.outcome import Outcome
from bank_rs.loop.retraining.performance import Performance
from bank_rs.model.evaluate.slices import UNKNOWN

Values = NDArray[np.floating[Any]] | NDArray[np.bool_]

_SLACK: Final = 1e-9
"""A loss of exactly the bound is none beyond it, whatever the last bits say."""


def products_check(
    challenger: Performance, champion: Performance, outcome: Outcome, bounds: Bounds
) -> Check:
    """No main product ranks worse among those who added it.

    Main are the products with the most additions in the month, if they have enough to be judged.
    """
    additions = outcome.bought.sum(axis=0, dtype=np.int64)
    main = np.argsort(-additions, kind="stable")[: bounds.main_products]
    parts = []
    for product in main[additions[main] >= bounds.min_buyers]:
        who = outcome.bought[:, product] == 1
        after, before = (one.ranks[who, product] for one in (challenger, champion))
        parts.append(part_of(CODES[product], after, before, np.ones(who.sum()), bounds))
    return _check("main products", "mean reciprocal rank among its buyers", parts, bounds)


def groups_check(
    challenger: Performance, champion: Performance, outcome: Outcome, bounds: Bounds
) -> Check:
    """No group of sex, age or segment has worse lists."""
    parts = []
    for grouping, groups in outcome.groups.items():
        for name, who in _members(groups):
            buyers = outcome.buyers[who]
            if buyers.sum() >= bounds.min_buyers:
                after, before = (one.precision[who] for one in (challenger, champion))
                parts.append(part_of(f"{grouping} {name}", after, before, buyers, bounds))
    return _check("groups of clients", "MAP@7", parts, bounds)


def part_of(
    name: str, challenger: Values, champion: Values, buyers: Values, bounds: Bounds
) -> Part:
    """Judge one product or group.

    It fails where the challenger's mean is less by more than the bound, and less beyond chance.

    Parameters
    ----------
    name
        As in `Part`.
    challenger, champion : ndarray of shape (n,)
        The measure of each client.
    buyers : ndarray of shape (n,)
        1 for clients who added something.
    bounds
        Of the gate.

    Raises
    ------
    MetricInputError
        If the arrays are not of one length, or have nobody who added something.
    """
    difference = bounds.difference(challenger, champion, buyers)
    before, after = (float(np.mean(values, dtype=np.float64)) for values in (champion, challenger))
    change, low, high = (
        value / before if before else 0.0
        for value in (difference.estimate, difference.low, difference.high)
    )
    return Part(
        name=name,
        buyers=int(np.sum(buyers)),
        champion=before,
        challenger=after,
        change=change,
        low=low,
        high=high,
        passed=not (change < -bounds.worst_loss - _SLACK and high < 0),
    )


def _members(groups: pl.Series) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    named = groups.fill_null(UNKNOWN)
    for name in named.unique().sort():
        yield name, (named == name).to_numpy()


def _check(name: str, measure: str, parts: list[Part], bounds: Bounds) -> Check:
    limit = f"none below {-bounds.worst_loss:+.1%} beyond chance"
    if not parts:
        nothing = f"None has {bounds.min_buyers} buyers in the month, so none is judged by itself."
        return Check(
            name=name, figure=None, shown="none", bound=limit, passed=True, sentence=nothing
        )
    worst = min(parts, key=lambda part: (part.passed, part.change))
    failed = sum(not part.passed for part in parts)
    return Check(
        name=name,
        figure=worst.change,
        shown=f"{worst.change:+.1%} ({worst.name})",
        bound=limit,
        passed=not failed,
        sentence=f"{failed} of {len(parts)} lose too much; the least favourable is {worst.name}, "
        f"whose {measure} goes from {worst.champion:.4f} to {worst.challenger:.4f} "
        f"({worst.change:+.1%}, interval {worst.low:+.1%} to {worst.high:+.1%}).",
        parts=tuple(parts),
    )
