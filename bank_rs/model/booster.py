"""LightGBM models, kept as LightGBM's own text."""

from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

if TYPE_CHECKING:
    from lightgbm import Booster


def fit_booster(
    rows: NDArray[Any],
    labels: NDArray[Any],
    weights: NDArray[Any],
    rounds: int,
    **params: float | str,
) -> str:
    """Fit a model.

    Parameters
    ----------
    rows : ndarray of shape (n, n_features)
        NaN where not known.
    labels, weights : ndarray of shape (n,)
        The class of each row, and how many rows it stands for.
    rounds
        Boosting rounds.
    **params
        ``objective`` and further parameters under LightGBM's names.

    Returns
    -------
    str
        The model's text. The same input gives the same text.
    """
    import lightgbm as lgb  # only training needs it, and the memory it takes

    everything: dict[str, Any] = {
        "feature_fraction": 0.8,
        # where a product is rare a leaf has next to no curvature, and its value runs to certainty
        "lambda_l2": 10.0,
        "min_sum_hessian_in_leaf": 5.0,
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
        **params,
    }
    data = lgb.Dataset(rows, labels, weight=weights, params=everything)
    return str(lgb.train(everything, data, num_boost_round=rounds).model_to_string())


def read_booster(text: str) -> "Booster | None":
    """The model of a text, None for an empty one."""
    from lightgbm import Booster

    return Booster(model_str=text) if text else None
