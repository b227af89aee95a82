"""Correlations between products, and of products with profile features."""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.fidelity.comparison import Bound, Comparison, Unit
from bank_rs.data.fidelity.features import features
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.ownership import unpack
from bank_rs.data.published import published

_PRODUCTS: Final = 0.04
_FEATURES: Final = 0.05


def compare_correlations(subject: Subject) -> Iterator[Comparison]:
    """Yield each published correlation, told, and the mean absolute error over them, judged.

    The published heat maps cover all rows for products, with null flags as not held, and the rows
    with a gender for features.
    """
    yield from _heat_map(subject, "products", CODES, _product_correlations(subject.panel))
    names, found = _feature_correlations(features(subject.panel))
    yield from _heat_map(subject, "features", names, found)


def _heat_map(
    subject: Subject, name: str, rows: Sequence[str], found: NDArray[np.float64]
) -> Iterator[Comparison]:
    """Lines of one heat map; a mean over many pairs is allowed 1 / sqrt(clients) by chance."""
    errors = []
    for row, others in published("correlations")[name].items():
        for code, wanted in others.items():
            value = float(found[rows.index(row), CODES.index(code)])
            errors.append(abs(value - wanted))
            yield Comparison(name, f"{row} {code}", wanted, value, None, Unit.CORRELATION)
    chance = sqrt((1 - min(subject.sample.share, 1)) / subject.sample.clients)
    allowed = (_PRODUCTS if name == "products" else _FEATURES) + chance
    measure, mean = "mean absolute error", float(np.mean(errors))
    yield Comparison(measure, name, 0, mean, allowed, Unit.CORRELATION, bound=Bound.AT_MOST)


def _product_correlations(panel: pl.LazyFrame) -> NDArray[np.float64]:
    """Matrix of products by products, from how often each set of products occurs."""
    sets = panel.group_by("owned").len().collect()
    weights = _weights(sets)
    held = unpack(sets["owned"]).astype(np.float64)
    rate = weights @ held
    spread = np.sqrt(rate * (1 - rate))
    together = (held * weights[:, None]).T @ held
    return _correlations(together, (rate, spread), (rate, spread))


def _feature_correlations(rows: pl.LazyFrame) -> tuple[list[str], NDArray[np.float64]]:
    """Names of the features and the matrix of features by products.

    The rows enter as sums over each set of products, so that no matrix of all rows is made.
    """
    names = rows.collect_schema().names()[1:]
    sums = rows.group_by("owned").agg(pl.len(), pl.col(names).sum()).collect()
    means, spreads = (
        rows.select(numbers).collect().to_numpy()[0]
        for numbers in (pl.col(names).mean(), pl.col(names).std(ddof=0))
    )
    held = unpack(sums["owned"]).astype(np.float64)
    rate = _weights(sums) @ held
    together = sums.select(names).to_numpy().T @ held / sums["len"].to_numpy().sum()
    spread = np.sqrt(rate * (1 - rate))
    return names, _correlations(together, (means, spreads), (rate, spread))


def _weights(sets: pl.DataFrame) -> NDArray[np.float64]:
    rows = sets["len"].to_numpy()
    return np.asarray(rows / rows.sum(), np.float64)


def _correlations(
    together: NDArray[np.float64], *sides: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """From mean products, means and deviations; what never varies correlates with nothing."""
    (mean, spread), (other_mean, other_spread) = sides
    scale = np.outer(spread, other_spread)
    above = together - np.outer(mean, other_mean)
    return np.divide(above, scale, out=np.zeros_like(above), where=scale > 0)
