"""How high in a buyer's list each of the additions stands."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bank_rs.model.evaluate.arrays import pairs_of
from bank_rs.model.evaluate.ranking import K, rank


def reciprocal_ranks(probabilities: ArrayLike, added: ArrayLike, k: int = K) -> NDArray[np.float32]:
    """1 / rank of each addition within the first ``k`` places, 0 beyond and for what is not added.

    What the client adds as well is passed over when places are counted, so that products that are
    added together do not take each other's place ("filtered", Bordes et al. 2013). The mean over
    the buyers of a product is the mean reciprocal rank of that product.

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
    Ranked are 2, 0, 1, 3; the products 0, 1 and 3 were added. Before 0 and 1 stands 2 alone.

    >>> reciprocal_ranks([[0.2, 0.1, 0.7, 0.0]], [[1, 1, 0, 1]], k=3)
    array([[0.5, 0.5, 0. , 0. ]], dtype=float32)
    """
    scores, flags, _ = pairs_of(probabilities, added)
    ranked = rank(scores, k=k).astype(np.intp)
    hits = np.take_along_axis(flags, ranked, axis=1)
    ranks = np.zeros(scores.shape, np.float32)
    np.put_along_axis(ranks, ranked, hits / (1 + (1 - hits).cumsum(axis=1)), axis=1)
    return ranks
