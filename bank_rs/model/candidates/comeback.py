"""The rule "what was dropped within three months comes back"."""

from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from bank_rs.data.ownership import unpack
from bank_rs.errors import BankRsError
from bank_rs.model.popularity import Popularity

MONTHS: Final = 3
_ORDER: Final = 1e-6
"""Largest change of a probability that puts ties in order."""


class MissingHistoryError(BankRsError):
    """Rows come without the months before them."""


class Comeback(BaseEstimator):  # type: ignore[misc]
    """Products dropped in the last three months first, the latest drop on top, then popularity.

    The probability of a dropped product is the rate at which products dropped as long ago were
    added again, whichever they are; of the others, the rate at which clients lacking them without
    such a drop add them. A rate that would break the order of the rule is raised to the next.
    A month without a record tells of no drop.

    Attributes
    ----------
    comeback_rates_ : ndarray of shape (3,), float64
        Rate of return one, two and three months after the last month of holding.
    popularity_ : Popularity
        Rates of the products that were not dropped so lately.
    """

    comeback_rates_: NDArray[np.float64]
    popularity_: Popularity

    def fit(
        self,
        rows: pl.DataFrame,
        added: NDArray[np.int8],
        sample_weight: NDArray[np.float64] | None = None,
    ) -> Self:
        """Learn the rates.

        Parameters
        ----------
        rows
            What `with_history` returns.
        added : ndarray of shape (n, 24)
            1 where the product is added by the next month.
        sample_weight : ndarray of shape (n,), default=None
            How many clients each row stands for; 1 when not given.

        Raises
        ------
        MissingHistoryError
            If the rows lack ``owned_1`` to ``owned_3``.
        """
        weights = _check_sample_weight(sample_weight, added, dtype=np.float64)
        since = months_since_drop(rows)
        ineligible = ((since > 0) | (unpack(rows["owned"]) == 1)).astype(np.int8)
        others = np.where(since > 0, 0, added).astype(np.int8)
        self.popularity_ = Popularity().fit(ineligible, others, weights)
        rates = [_rate(weights, added, since == months) for months in range(1, MONTHS + 1)]
        least = self.popularity_.rates_.max()
        rising = np.maximum.accumulate([least, *reversed(rates)])
        self.comeback_rates_ = rising[:0:-1]
        return self

    def predict_proba(self, rows: pl.DataFrame) -> NDArray[np.float64]:
        """Probabilities of addition, in the order of the rule.

        Returns
        -------
        ndarray of shape (n, 24), float64
            0 where the product is held; the rates within a millionth.

        Raises
        ------
        MissingHistoryError
            If the rows lack ``owned_1`` to ``owned_3``.
        """
        check_is_fitted(self)
        since = months_since_drop(rows)
        popular = self.popularity_.predict_proba(unpack(rows["owned"]))
        rates = np.concatenate([[0.0], self.comeback_rates_])[since]
        # of products with the same rate the later drop goes first, then the more popular one
        place = (MONTHS - since + popular) / MONTHS
        return (1 - _ORDER) * np.where(since > 0, rates, popular) + _ORDER * place * (since > 0)


def months_since_drop(rows: pl.DataFrame) -> NDArray[np.int8]:
    """How long ago a product not held was held last.

    Parameters
    ----------
    rows
        What `with_history` returns.

    Returns
    -------
    ndarray of shape (n, 24), int8
        1 to 3 months, 0 where it is held or was held in none of the three months before.

    Raises
    ------
    MissingHistoryError
        If the rows lack ``owned_1`` to ``owned_3``.
    """
    columns = [f"owned_{months}" for months in range(1, MONTHS + 1)]
    missing = [name for name in columns if name not in rows.columns]
    if missing:
        raise MissingHistoryError(
            f"the rows lack {', '.join(missing)} and the comeback rule reads them: join the months "
            "before with 'with_history'."
        )
    since = np.zeros((rows.height, unpack(rows["owned"]).shape[1]), np.int8)
    for months in range(MONTHS, 0, -1):
        since[unpack(rows[f"owned_{months}"].fill_null(0)) == 1] = months
    since[unpack(rows["owned"]) == 1] = 0
    return since


def _rate(
    weights: NDArray[np.float64], added: NDArray[np.int8], dropped: NDArray[np.bool_]
) -> float:
    """Share of the dropped pairs that were added, 0 when there is none."""
    pairs, back = (float((weights @ kind).sum()) for kind in (dropped, dropped & (added == 1)))
    return back / pairs if pairs else 0.0
