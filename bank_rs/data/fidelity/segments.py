"""Holders by segment and activity."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.sample import STATIC
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.ownership import unpack
from bank_rs.data.published import published
from bank_rs.data.published.segment import INDIVIDUAL, SEGMENTS

_RELATIVE: Final = 0.15
_LEAST_SHARE: Final = 0.005
"""Of the rows of a group; products held by fewer are told, not judged."""


def compare_segments(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of the holders by segment, then by segment and activity.

    As in the published tables, a null segment counts as 02 - PARTICULARES and the rows without a
    profile are left out; what these hold follows from all holders, and is told.
    """
    cells = _cells(subject.panel)
    table, rate = published("segments"), published("holdings")["rate"]
    for name in SEGMENTS:
        of_segment = cells.filter(pl.col("profiled"), client_segment=name)
        rates = np.array(table["holders"][name]) / table["rows"][name]
        yield from _holders(subject, "holders by segment", name, of_segment, rates)
    for name in SEGMENTS:
        for value, word in ((1, "active"), (0, "inactive")):
            group, measure = f"{name[:2]} {word}", "holders by segment, activity"
            of_group = cells.filter(client_segment=name, ind_client_activity=value)
            yield from _holders(subject, measure, group, of_group, np.array(rate[group]))
    for code, number, rows in zip(
        CODES, table["without_profile"], _held(cells.filter(~pl.col("profiled"))), strict=True
    ):
        yield subject.sample.count("holders without a profile", code, number, int(rows), None)


def _cells(panel: pl.LazyFrame) -> pl.DataFrame:
    """Rows by segment, activity and set of products."""
    return (
        panel.group_by(
            pl.col("client_segment").fill_null(SEGMENTS[INDIVIDUAL]),
            "ind_client_activity",
            "owned",
            profiled=pl.col("ind_employee").is_not_null(),
        )
        .len()
        .collect()
    )


def _held(cells: pl.DataFrame) -> NDArray[np.int64]:
    held: NDArray[np.int64] = unpack(cells["owned"]).T @ cells["len"].to_numpy().astype(np.int64)
    return held


def _holders(
    subject: Subject, measure: str, group: str, cells: pl.DataFrame, rates: NDArray[np.float64]
) -> Iterator[Comparison]:
    rows = int(cells["len"].sum())
    for code, rate, held in zip(CODES, rates, _held(cells), strict=True):
        yield subject.sample.proportion(
            measure,
            f"{group} {code}",
            float(rate),
            float(held / rows) if rows else float("nan"),
            _RELATIVE * float(rate) if rate > _LEAST_SHARE else None,
            base=rows,
            rows_each=STATIC,
        )
