"""Incidence and choice: whether a client adds anything, and then what."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.model.booster import fit_booster
from bank_rs.model.forest import Forest
from bank_rs.model.forest_text import merge

Floats = NDArray[np.float64]

_LEAST: Final = np.finfo(np.float64).tiny


def fit_stages(
    X: NDArray[Any],
    added: NDArray[Any],
    weights: Floats,
    incidence_rounds: int,
    choice_rounds: int,
    **params: float | str,
) -> str:
    """Fit both models.

    Choice is learnt from those who added something, a row for each addition; who added several
    counts once in all.

    Parameters
    ----------
    X : ndarray of shape (n, n_features)
        NaN where not known.
    added : ndarray of shape (n, n_classes)
        1 where the product was added; each of them by somebody.
    weights : ndarray of shape (n,)
        How many clients each row stands for.
    incidence_rounds, choice_rounds
        Boosting rounds.
    **params
        Further parameters under LightGBM's names.

    Returns
    -------
    str
        For `Forest`: its first output is incidence, the others are choice. Empty where there is
        nothing to tell apart because nobody or everybody adds something.
    """
    buys = np.asarray(added.any(axis=1))
    if buys.all() or not buys.any():
        return ""
    row, product = np.nonzero(added)
    shares = weights / np.maximum(added.sum(axis=1), 1)
    of_incidence = params | {"objective": "binary"}
    of_choice = params | _choice_objective(added.shape[1])
    incidence = fit_booster(X, buys, weights, incidence_rounds, **of_incidence)
    choice = fit_booster(X[row], product, shares[row], choice_rounds, **of_choice)
    return merge([incidence, choice])


def _choice_objective(classes: int) -> dict[str, float | str]:
    """LightGBM has no multiclass of one; then there is nothing to learn but to choose it."""
    if classes == 1:
        return {"objective": "regression"}
    return {"objective": "multiclass", "num_class": classes}


def stage_scores(forest: Forest, X: NDArray[Any], free: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Ask both models.

    Parameters
    ----------
    forest
        Of what `fit_stages` returns.
    X : ndarray of shape (n, n_features)
        NaN where not known.
    free : ndarray of shape (n, n_classes)
        Products that can be chosen: those not held.

    Returns
    -------
    incidence : ndarray of shape (n, 1), float64
        Log odds of adding anything.
    choice : ndarray of shape (n, n_classes), float64
        Log of the share of each product among the additions; where it is held, of no meaning.
    """
    scores = forest.scores(X)
    incidence, choice = scores[:, :1], scores[:, 1:]
    whole = (np.exp(choice) * free).sum(axis=1, keepdims=True)
    # who holds every product has no odds left to share
    return incidence, choice - np.log(np.maximum(whole, _LEAST))
