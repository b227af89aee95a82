"""How high in a buyer's list each of the additions stands."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bank_rs.model.evaluate.arrays import pairs_of
from bank_rs.model.evaluate.ranking import K, rank


def reciprocal_ranks(probabilities: ArrayLike, added: ArrayLike, k: int = K) -> NDArray[np.float32]:
    """1 / rank of each addition within the first ``k`` places, 0 beyond and for what is not added.

    The mean over the buyers of a product is the mean reciprocal rank of that product.

    Parameters
    ----------
    probabilities, added : array-like of shape (n, n_products)
        Ties rank in the order of the columns.
    k
        Length of the list.

    Returns
    -------
    ndarray of shape (n, n_products), float32

    Raises
    ------
    MetricInputError
        If an array is not what it should be.

    Examples
    --------
    Ranked are 2, 0, 1; the products 0 and 1 were added.

    >>> reciprocal_ranks([[0.2, 0.1, 0.7]], [[1, 1, 0]], k=2)
    array([[0.5, 0. , 0. ]], dtype=float32)
    """
    scores, flags, _ = pairs_of(probabilities, added)
    ranked = rank(scores, k=k).astype(np.intp)
    places = np.broadcast_to(1 / np.arange(1, ranked.shape[1] + 1, dtype=np.float32), ranked.shape)
    ranks = np.zeros(scores.shape, np.float32)
    np.put_along_axis(ranks, ranked, places, axis=1)
    found: NDArray[np.float32] = ranks * flags
    return found
