"""Columns with many values, and what grouping does to the dependence they seem to have."""

from typing import Final

import numpy as np
import polars as pl

from bank_rs.exploration.coding import LEFT_OUT, coded_column
from bank_rs.exploration.dependence import phik_table

_FEWEST: Final = 20
_MOST: Final = 1000
_SHUFFLES: Final = 10
_TREATMENT: Final = {
    "age": "ten bands of equal size",
    "tenure_months": "ten bands of equal size",
    "income": "ten bands of equal size",
    "registration_date": "ten bands of equal size",
}


def cardinality_table(rows: pl.DataFrame, columns: list[str], seed: int = 0) -> pl.DataFrame:
    """phi_K of columns with many values and of any addition, as they are and grouped.

    A column whose values are shuffled depends on nothing, so what phi_K finds in it is an artefact
    of too many values for too few rows.

    Parameters
    ----------
    rows
        What `transitions` returns.
    columns
        Profile columns; those with 20 values or fewer are passed over.
    seed
        Of the shuffles.

    Returns
    -------
    pl.DataFrame
        ``column``, ``distinct`` values, ``as_is``, ``as_is_shuffled`` (largest of ten shuffles),
        ``grouped``, ``grouped_shuffled`` and ``treatment``; no ``as_is`` above 1,000 values.
    """
    target = pl.DataFrame({"any": (rows["added"] != 0).cast(pl.UInt32)})
    many = [rows[name] for name in columns if rows[name].drop_nulls().n_unique() > _FEWEST]
    generator = np.random.default_rng(seed)
    table = [_line(values, target, generator) for values in many]
    return pl.DataFrame(table, infer_schema_length=None).sort("distinct", descending=True)


def _line(
    values: pl.Series, target: pl.DataFrame, generator: np.random.Generator
) -> dict[str, str | float | None]:
    distinct = values.drop_nulls().n_unique()
    whole = values.rank("dense").cast(pl.UInt32) if distinct <= _MOST else None
    grouped = None if values.name in LEFT_OUT else coded_column(values)
    return {
        "column": values.name,
        "distinct": distinct,
        "as_is": _phik(whole, target),
        "as_is_shuffled": _shuffled(whole, target, generator),
        "grouped": _phik(grouped, target),
        "grouped_shuffled": _shuffled(grouped, target, generator),
        "treatment": LEFT_OUT.get(
            values.name, _TREATMENT.get(values.name, "nine commonest values, the rest as one")
        ),
    }


def _phik(codes: pl.Series | None, target: pl.DataFrame) -> float | None:
    return None if codes is None else float(phik_table(codes.to_frame(), target)["any"][0])


def _shuffled(
    codes: pl.Series | None, target: pl.DataFrame, generator: np.random.Generator
) -> float | None:
    if codes is None:
        return None
    seeds = generator.integers(2**31, size=_SHUFFLES)
    shuffles = [codes.shuffle(int(seed)).alias(str(seed)) for seed in seeds]
    return float(np.nanmax(phik_table(pl.DataFrame(shuffles), target)["any"].to_numpy()))
