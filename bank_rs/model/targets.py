"""What may be learnt: 1 for an addition, 0 for none, a column for each product."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.multiclass import check_classification_targets


def checked_targets(rows: NDArray[Any], added: NDArray[Any]) -> NDArray[Any]:
    """Return the targets as a matrix if they fit the rows.

    Parameters
    ----------
    rows : ndarray of shape (n, n_features)
        Its first columns say what is held, one for each product.
    added : ndarray of shape (n, n_products) or (n,)
        Targets.

    Returns
    -------
    ndarray of shape (n, n_products)

    Raises
    ------
    ValueError
        If a target is neither 0 nor 1, or there are more products than features.
    """
    check_classification_targets(added)
    added = added.reshape(len(added), -1)
    if not np.isin(added, (0, 1)).all():
        raise ValueError(
            "Only binary classification is supported, for each column of y: "
            "1 for an addition, 0 for none."
        )
    if added.shape[1] > rows.shape[1]:
        raise ValueError("X needs a column for each product of y, 1 where it is held.")
    return added
