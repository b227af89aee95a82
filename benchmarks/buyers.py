"""Buyers of a panel, with what the Kaggle recipes know of them, as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.ownership import unpack

Matrix = NDArray[np.float32]
NOWCAST: Final = ("ind_client_activity", "client_activity_1m", "client_segment")


@dataclass(frozen=True, slots=True)
class Buyers:
    """Buyers of some months: what they added and held as flags, and features in named blocks."""

    added: NDArray[np.int8]
    held: NDArray[np.int8]
    month: NDArray[np.int32]
    blocks: Mapping[str, Matrix]

    def features(self, names: tuple[str, ...]) -> Matrix:
        return np.hstack([self.blocks[name] for name in names])


def ownership(rows: pl.DataFrame) -> list[Matrix]:
    """Flags at each record and in each month before it, NaN without a record; shapes (n, 24)."""
    names = ["owned", *(f"owned_{lag}" for lag in range(1, HISTORY_MONTHS + 1))]
    return [known_flags(rows[name]) for name in names]


def known_flags(masks: pl.Series) -> Matrix:
    flags = unpack(masks.fill_null(0)).astype(np.float32)
    flags[masks.is_null().to_numpy()] = np.nan
    return flags


def month_number(rows: pl.DataFrame) -> NDArray[np.int32]:
    date = rows["fetch_date"].dt
    return (date.year() * 12 + date.month().cast(pl.Int32)).to_numpy()


def profile(rows: pl.DataFrame, panel: pl.DataFrame) -> Matrix:
    """Profile columns as numbers; a text is its rank by frequency in the whole panel."""
    columns = []
    for name in panel.columns:
        if name in ("id", "owned", "unknown", "fetch_date"):
            continue
        values = rows[name]
        if values.dtype == pl.String:
            order = panel[name].drop_nulls().value_counts(sort=True)[name].to_list()
            values = values.replace_strict(order, range(len(order)), default=None)
        columns.append(values.cast(pl.Float32, strict=False).fill_null(np.nan).to_numpy())
    return np.column_stack(columns).astype(np.float32)


def history(flags: list[Matrix]) -> Matrix:
    """Months since the last drop and addition, how many of each, and months held and known.

    ``flags[lag]`` are those ``lag`` months before the record.
    """
    since_drop, since_add = (np.full_like(flags[0], np.nan) for _ in range(2))
    drops, adds = np.zeros_like(flags[0]), np.zeros_like(flags[0])
    for lag in reversed(range(len(flags) - 1)):
        step = flags[lag] - flags[lag + 1]
        for change, since, count in ((-1, since_drop, drops), (1, since_add, adds)):
            since[step == change] = lag
            count += step == change
    held = np.nansum(flags, axis=0)
    known = np.sum([~np.isnan(f[:, :1]) for f in flags], axis=0)
    return np.hstack([since_drop, since_add, drops, adds, held, known]).astype(np.float32)


def buyers_of(rows: pl.DataFrame, panel: pl.DataFrame) -> Buyers:
    """Buyers among the rows of `with_history` of the panel."""
    now = rows.select("id", fetch_date=pl.col("fetch_date").dt.offset_by("1mo"))
    seen = now.join(panel, on=["id", "fetch_date"], how="left", maintain_order="left")
    flags = ownership(rows)
    everything = panel.select("fetch_date", "id", *NOWCAST)
    blocks = {
        "profile": profile(rows, panel),
        "nowcast": profile(seen.select(everything.columns), everything),
        "lag 1": flags[0],
        "lags 2 to 5": np.hstack(flags[1:5]),
        "history": history(flags),
    }
    return Buyers(unpack(rows["added"]), unpack(rows["owned"]), month_number(rows), blocks)
