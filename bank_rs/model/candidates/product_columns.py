"""A client's features as those of one product for that client."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES


@dataclass(frozen=True, slots=True)
class ProductColumns:
    """Which columns tell of the client and which of one product.

    Attributes
    ----------
    common : ndarray of shape (n_common,), int64
        Columns that read the same whatever the product, what is held among them.
    own : ndarray of shape (n_products, n_kinds), int64
        For each product its columns, one kind after the other.
    """

    common: NDArray[np.int64]
    own: NDArray[np.int64]

    @classmethod
    def of(cls, names: Sequence[str], codes: Sequence[str] = CODES) -> Self:
        """Tell the columns apart by their names.

        A kind of column is one that every product has, named ``<kind>_<code>``. The first columns,
        one for each product, say what is held; all of them are common, since what else a client
        holds matters and the product in question is never held.

        Parameters
        ----------
        names
            Names of all columns.
        codes
            Names of the products.
        """
        places = {name: place for place, name in enumerate(names)}
        first = codes[0]
        kinds = [name.removesuffix(first) for name in names if name.endswith(f"_{first}")]
        complete = [kind for kind in kinds if all(kind + code in places for code in codes)]
        own = [[places[kind + code] for kind in complete] for code in codes]
        grouped = np.array(own, np.int64).reshape(len(codes), len(complete))
        grouped = grouped[:, grouped[0] >= len(codes)]
        return cls(np.setdiff1d(np.arange(len(names)), grouped), grouped)

    def rows(
        self, X: NDArray[np.float32], clients: NDArray[np.int64], products: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Features of pairs.

        Parameters
        ----------
        X : ndarray of shape (n, n_features)
            Features of clients.
        clients, products : ndarray of shape (m,)
            Rows of ``X`` and places of products.

        Returns
        -------
        ndarray of shape (m, n_common + n_kinds + 1), float32
            The last column is the product.
        """
        return np.hstack(
            [
                X[clients[:, None], self.common],
                X[clients[:, None], self.own[products]],
                products[:, None].astype(np.float32),
            ]
        )


def lacking_pairs(
    X: NDArray[np.float32], products: int, clients: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Pairs of a client and a product not held, some clients at a time.

    Parameters
    ----------
    X : ndarray of shape (n, n_features)
        The first ``products`` columns are the products held.
    products
        How many products there are.
    clients
        How many rows to go through at a time.

    Yields
    ------
    tuple of ndarray
        Rows of ``X`` and places of products, rising.
    """
    for start in range(0, len(X), clients):
        rows, places = np.nonzero(X[start : start + clients, :products] != 1)
        yield rows + start, places
