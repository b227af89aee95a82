"""From how likely a client adds anything, and then what, to the probability of each addition."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

Floats = NDArray[np.float64]

AS_IS: Final = (0.0, 1.0, 1.0)
"""Coefficients with which the probability is the product of both, as long as it is small."""

_TRUST: Final = np.array([1.0, 20.0, 20.0])
"""How much evidence moves each coefficient away from ``AS_IS``, in rows: next to none the level,
more the slopes, so that a product with thirty additions keeps them."""

_BELIEVED: Final = (0.25, 4.0)
"""A larger surprise is no swing but an end or a beginning, and is kept beyond this."""

_LEAST_SLOPE: Final = 0.1
"""What is likelier to be bought never becomes less likely by calibration."""

_STEPS: Final = 50
_SMALL: Final = 1e-9


def calibrated(incidence: Floats, choice: Floats, coefficients: ArrayLike) -> Floats:
    """Probabilities of additions.

    Parameters
    ----------
    incidence : ndarray of shape (n, 1)
        Log odds that the client adds anything.
    choice : ndarray of shape (n, m)
        Log of the share of each product among what is added.
    coefficients : ndarray of shape (3, m)
        ``a``, ``b`` and ``c`` of each product.

    Returns
    -------
    ndarray of shape (n, m), float64
        Those whose log odds are ``a + b * incidence + c * choice``.
    """
    level, of_incidence, of_choice = np.asarray(coefficients)
    found: Floats = expit(level + of_incidence * incidence + of_choice * choice)
    return found


def fit_calibrations(
    incidence: Floats,
    choice: Floats,
    added: NDArray[np.int8],
    free: NDArray[np.bool_],
    weights: Floats,
    fewest: int,
    carry: float,
) -> Floats:
    """Coefficients of every product, see `fit_calibration`.

    Parameters
    ----------
    incidence, choice
        As in `calibrated`.
    added, free : ndarray of shape (n, m)
        1 where the product was added, and where it is not held: these clients are asked.
    weights : ndarray of shape (n,)
        How many clients each row stands for.
    fewest
        A product with fewer additions keeps ``AS_IS``.
    carry
        As in `fit_calibration`.

    Returns
    -------
    ndarray of shape (3, m), float64
    """
    found = np.tile(np.array(AS_IS)[:, None], free.shape[1])
    for product in np.flatnonzero((added * free).sum(axis=0) >= max(fewest, 1)):
        asked = free[:, product]
        log_odds, log_share = incidence[asked, 0], choice[asked, product]
        rows = added[asked, product], weights[asked]
        found[:, product] = fit_calibration(log_odds, log_share, *rows, carry)
    return found


def fit_calibration(
    incidence: Floats,
    choice: Floats,
    added: NDArray[np.int8],
    weights: Floats,
    carry: float = 1.0,
) -> Floats:
    """Coefficients of one product, by penalised maximum likelihood (Newton's method).

    Parameters
    ----------
    incidence, choice : ndarray of shape (n,)
        As in `calibrated`, of clients who do not hold the product and were not learnt from.
    added : ndarray of shape (n,)
        1 where the product was added.
    weights : ndarray of shape (n,)
        How many clients each row stands for.
    carry
        Part of the month's surprise, the ratio of the additions seen to those expected with
        ``AS_IS``, that the level keeps: 1 for a level that is right in this month.

    Returns
    -------
    ndarray of shape (3,), float64
    """
    design = np.column_stack([np.ones(len(added)), incidence, choice])
    found = _likeliest(design, np.zeros(len(added)), added, weights, np.array(AS_IS), _TRUST)
    if found[1:].min() < _LEAST_SLOPE:
        found[1:] = np.maximum(found[1:], _LEAST_SLOPE)
        slopes = design[:, 1:] @ found[1:]
        level = np.array(AS_IS[:1])
        found[:1] = _likeliest(design[:, :1], slopes, added, weights, level, _TRUST[:1])
    surprise = weights @ added / (weights @ calibrated(incidence, choice, AS_IS))
    found[0] -= (1 - carry) * np.log(np.clip(surprise, *_BELIEVED))
    return found


def _likeliest(
    design: Floats,
    offset: Floats,
    added: NDArray[np.int8],
    weights: Floats,
    start: Floats,
    trust: Floats,
) -> Floats:
    """Coefficients of the design, whose penalty is their distance from the start."""
    found = start.copy()
    for _ in range(_STEPS):
        chance = expit(offset + design @ found)
        slope = design.T @ (weights * (added - chance)) - trust * (found - start)
        curve = (design.T * (weights * chance * (1 - chance))) @ design + np.diag(trust)
        step = np.linalg.solve(curve, slope)
        found += np.clip(step, -1, 1)
        if np.abs(step).max() < _SMALL:
            break
    return found
