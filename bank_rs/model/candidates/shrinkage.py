"""Rates of groups, drawn towards the rate of the whole as far as their size is small."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]


def shrunk_rates(events: Counts, trials: Counts) -> Counts:
    """Empirical Bayes rates of groups.

    Each group's rate is taken for a draw from a beta distribution around the rate of the whole,
    whose spread is estimated from how much the groups differ beyond chance. Unlike a least size,
    below which a group counts for nothing, it needs no constant and suits rare and common products
    alike: where the groups differ no more than by chance, all get the rate of the whole.

    Parameters
    ----------
    events, trials : ndarray of shape (n_groups, n_products), float64
        How often it happened and how often it could have.

    Returns
    -------
    ndarray of shape (n_groups, n_products), float64
        Posterior means; the rate of the whole where there was no trial, 0 where nobody had one.

    Notes
    -----
    The spread is the moment estimate of Kleinman, "Proportions with extraneous variance", Journal
    of the American Statistical Association 68 (1973), with the trials as weights.
    """
    total = trials.sum(axis=0)
    whole = _ratio(events.sum(axis=0), total)
    apart = (trials * (_ratio(events, trials) - whole) ** 2).sum(axis=0)
    share = _ratio(trials, total)
    by_chance = ((trials > 0) * (1 - share)).sum(axis=0)
    by_spread = (trials * (1 - share)).sum(axis=0)
    excess = _ratio(apart, whole * (1 - whole)) - by_chance
    # at 1 a group without trials would have no rate at all
    spread = np.clip(_ratio(excess, by_spread - by_chance), 0.0, 0.999)
    shrunk: Counts = (spread * events + (1 - spread) * whole) / (spread * trials + (1 - spread))
    return shrunk


def _ratio(part: Counts, whole: Counts) -> Counts:
    """0 where the denominator is 0."""
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.zeros(whole.shape), where=whole > 0)
