"""What the encoded features look like."""

import re
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.catalog import CODES

_PRODUCT: Final = re.compile(rf"(?<![a-z])({'|'.join(CODES)})(?![a-z])")
_NUMBER: Final = re.compile(r"(?<![a-z0-9])\d+(?![a-z0-9])")


def encoded_frame(matrix: NDArray[np.float32], names: NDArray[np.object_]) -> pl.DataFrame:
    """The matrix as a frame, NaN as null.

    Parameters
    ----------
    matrix, names
        What a transformer's ``transform`` and ``get_feature_names_out`` return.
    """
    return pl.DataFrame(matrix, schema=[str(name) for name in names]).fill_nan(None)


def family_of(feature: str) -> str:
    """Name of a feature without its product and its number of months.

    Examples
    --------
    >>> family_of("held_tjcr")
    'held_<product>'
    >>> family_of("nom_pens_lag_3")
    '<product>_lag_<n>'
    """
    return _NUMBER.sub("<n>", _PRODUCT.sub("<product>", feature))


def family_table(encoded: pl.DataFrame) -> pl.DataFrame:
    """Features by family, in the order in which the families first stand.

    Parameters
    ----------
    encoded
        What `encoded_frame` returns.

    Returns
    -------
    pl.DataFrame
        ``family``, ``features`` (how many), ``missing`` (share of their values), ``least`` and
        ``most`` (of the values that are known).
    """
    families: dict[str, list[str]] = {}
    for feature in encoded.columns:
        families.setdefault(family_of(feature), []).append(feature)
    rows = []
    for family, features in families.items():
        part = encoded.select(features)
        missing = part.null_count().sum_horizontal()[0] / max(part.height * part.width, 1)
        least, most = part.min().min_horizontal()[0], part.max().max_horizontal()[0]
        rows.append((family, len(features), missing, least, most))
    schema = {"family": pl.String, "features": pl.Int64} | dict.fromkeys(
        ("missing", "least", "most"), pl.Float64()
    )
    return pl.DataFrame(rows, schema=schema, orient="row")
