"""The baseline every model is shown beside: the products that clients in general add."""

from sys import maxsize

import polars as pl

from bank_rs.data.ownership import unpack
from bank_rs.model.additions import AdditionsClassifier


def popularity(rows: pl.DataFrame) -> AdditionsClassifier:
    """Fit the baseline: the share of clients who added each product of those who did not hold it.

    With no product common enough for a model of its own, the rates of `AdditionsClassifier` are
    left, and they need no more of a client than what is held.

    Parameters
    ----------
    rows
        What `transitions` returns.

    Returns
    -------
    AdditionsClassifier
        Fitted on flags of shape (n, 24): what is held is all it reads.
    """
    baseline = AdditionsClassifier(min_additions=maxsize)
    return baseline.fit(unpack(rows["owned"]), unpack(rows["added"]))
