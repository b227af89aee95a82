"""Values of a column put into a few groups that can be shown."""

from dataclasses import dataclass
from typing import Final

import polars as pl

NOT_KNOWN: Final = "not known"

_BANDS: Final = {
    "age": (18, 20, 22, 24, 26, 36, 46, 56, 66, 81),
    "tenure_months": (6, 12, 24, 48, 96, 144, 192),
    "income": (40_000, 60_000, 80_000, 100_000, 130_000, 180_000, 300_000),
    "id": (200_000, 500_000, 800_000, 1_100_000, 1_400_000),
    "products_held": (1, 2, 3, 4, 6, 9),
}
_YEARS: Final = (1999, 2003, 2007, 2011, 2012, 2013, 2014, 2015)


@dataclass(frozen=True, slots=True)
class Grouping:
    """A group for each row.

    Attributes
    ----------
    rank
        Place of each row's group, by which groups are shown; UInt32.
    labels
        Name of each group.
    """

    rank: pl.Series
    labels: list[str]


def group(values: pl.Series, top: int = 8) -> Grouping:
    """Group a column: numbers and dates by bands, anything else by its commonest values.

    Parameters
    ----------
    values
        A profile column, or ``products_held``; its name decides.
    top
        How many values stand alone; the rest are one group.

    Returns
    -------
    Grouping
        Missing values are the last group.
    """
    if values.name == "last_date_as_primary":
        return _with_missing(values.is_null().replace_strict({False: 0, True: None}), ["a date"])
    if values.name == "registration_date":
        return _bands(values.dt.year(), _YEARS, "{}", ("before {}", "{} and later"))
    if values.name in _BANDS:
        return _bands(values, _BANDS[values.name])
    return _commonest(values.cast(pl.String), top)


def _bands(
    values: pl.Series,
    breaks: tuple[int, ...],
    form: str = "{:,}",
    ends: tuple[str, str] = ("below {}", "{} and more"),
) -> Grouping:
    value = pl.col(values.name)
    reached = pl.sum_horizontal(value >= low for low in breaks)
    rank = values.to_frame().select(pl.when(value.is_not_null()).then(reached)).to_series()
    shown = [form.format(low) for low in breaks]
    last = [form.format(low - 1) for low in breaks]
    between = [
        low if low == high else f"{low} - {high}"
        for low, high in zip(shown[:-1], last[1:], strict=True)
    ]
    first = "0" if breaks[0] == 1 else ends[0].format(shown[0])
    return _with_missing(rank, [first, *between, ends[1].format(shown[-1])])


def _commonest(values: pl.Series, top: int) -> Grouping:
    counts = values.drop_nulls().value_counts()
    ordered = counts.sort(["count", values.name], descending=[True, False])[values.name].to_list()
    # one value is not worth a group called "the rest"
    alone = ordered if len(ordered) <= top + 1 else ordered[:top]
    ranks = {value: min(rank, len(alone)) for rank, value in enumerate(ordered)}
    rank = values.replace_strict(ranks, return_dtype=pl.UInt32)
    rest = len(ordered) - len(alone)
    return _with_missing(rank, alone + ([f"{rest} others"] if rest else []))


def _with_missing(rank: pl.Series, labels: list[str]) -> Grouping:
    filled = rank.cast(pl.UInt32).fill_null(len(labels))
    return Grouping(filled.alias("rank"), [*labels, NOT_KNOWN])
