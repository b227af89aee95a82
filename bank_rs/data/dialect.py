"""What the engines of a panel do not say alike, the only place that knows which one runs.

Spark has no unsigned numbers: a Long holds each mask and word there, and what comes back from it
as Arrow is cast to the panel's own types. Narwhals has no arithmetic of bits: ``&`` is for yes and
no alone, so that of masks is each engine's own.
"""

from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

Integer = type[nw.dtypes.IntegerType]
Lazy = nw.LazyFrame[Any]


def word_type(frame: Lazy) -> Integer:
    """Type of whole numbers of 32 bits without a sign."""
    return nw.UInt32 if frame.implementation.is_polars() else nw.Int64


def widened(dtype: nw.dtypes.DType) -> nw.dtypes.DType:
    """What a type of the panel becomes where there are no unsigned numbers."""
    return nw.Int64() if dtype.is_unsigned_integer() else dtype


def narrowed(frame: Lazy, dtypes: Mapping[str, Integer]) -> Lazy:
    """The frame with columns of narrower types, where the engine has them."""
    if not frame.implementation.is_polars():
        return frame
    return frame.with_columns(nw.col(name).cast(dtype) for name, dtype in dtypes.items())


def of_clients(frame: Lazy, name: str, parts: int) -> Lazy:
    """The frame with the part of each client in a column of that name, the remainder of ``id``.

    Spark brings the records of a part together on one executor; what is joined by part and client
    then moves no more.
    """
    part = (nw.col("id") % parts).alias(name)
    if frame.implementation.is_polars():
        return frame.with_columns(part)
    from pyspark.sql import functions as f

    native = frame.with_columns(part.cast(nw.Int32)).to_native()
    moved: Lazy = nw.from_native(native.repartitionById(parts, f.col(name)))
    return moved


def without(frame: Lazy, name: str, less: str) -> Lazy:
    """The frame, of whose masks of one name the bits of another's are taken away."""
    native = frame.to_native()
    if frame.implementation.is_polars():
        left = native.with_columns(pl.col(name) & ~pl.col(less))
    else:
        from pyspark.sql import functions as f

        left = native.withColumn(name, f.col(name).bitwiseAND(f.bitwise_not(f.col(less))))
    found: Lazy = nw.from_native(left)
    return found
