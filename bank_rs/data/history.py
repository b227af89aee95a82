"""What is known of each client in the months before a record, and what is added in the next.

Written once, for every engine that Narwhals speaks to: Polars on one machine, Spark on many.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

import narwhals.stable.v2 as nw

from bank_rs.data.contract import DOUBLED, WIDEST
from bank_rs.data.dialect import Integer, Lazy, narrowed, without, word_type
from bank_rs.data.month_word import month_words, split_words
from bank_rs.data.status import status

Month = tuple[int, int] | None
"""Ownership mask and status (see `status_of`) of one month, None where there is no record."""

HISTORY_MONTHS: Final = 12
HISTORY: Final = tuple(
    f"{name}_{month}" for name in ("owned", "status") for month in range(1, HISTORY_MONTHS + 1)
)
"""Columns of the months before a record, the nearest first: ownership masks, then statuses."""

_MONTH: Final = "month_number"
_WORD: Final = "month_word"


def months_in(panel: Lazy) -> Sequence[date]:
    """The distinct snapshot dates in rising order."""
    days = panel.select("fetch_date").unique("fetch_date").collect()
    return sorted(days["fetch_date"].to_list())


def followed(days: Iterable[date]) -> Sequence[date]:
    """Of snapshot dates, those that have one in the very next month, in rising order."""
    numbers = {day: month_number(day) for day in days}
    known = set(numbers.values())
    return sorted(day for day, number in numbers.items() if number + 1 in known)


def near(days: Iterable[date], month: date, back: int = HISTORY_MONTHS) -> Sequence[date]:
    """Of snapshot dates, those of a month, of so many before it and of the one after it."""
    last = month_number(month) + 1
    return sorted(day for day in days if last - 1 - back <= month_number(day) <= last)


def join_months(
    panel: Lazy,
    days: Sequence[date],
    of: Sequence[date] | None = None,
    back: int = HISTORY_MONTHS,
    keys: Sequence[str] = ("id",),
) -> Lazy:
    """Join each record with the months before it and with the additions of the next.

    The words of a client's months (see `month_word`) come together in one row, which each of the
    client's records is given: one exchange by client, however many months there are.

    Parameters
    ----------
    panel
        Columns of ``PANEL_SCHEMA``, with what else a record is to bring along.
    days
        Snapshot dates to look at, rising: of the records, and of the months before and after them.
    of
        Snapshot dates of the records wanted, rising; all of ``days`` when not given. Neither leaves
        out a date of the panel between its first and its last.
    back
        How many months to look back.
    keys
        Columns that tell clients apart: more than ``id`` where an engine has brought records
        together by another of the client's.

    Returns
    -------
    LazyFrame
        The records with their columns, rows in any order; then ``owned_1`` to ``owned_{back}``,
        ``status_1`` to ``status_{back}`` and ``added``, as `with_history` describes them, and
        ``doubled`` and ``widest``, for `check_joined` to look at.
    """
    wanted = list(days if of is None else of)
    words = _words(_of_days(panel, days), _numbers(days), keys)
    rows = _of_days(panel, wanted).with_columns(_month())
    read = _read_off(_numbers(days), _numbers(wanted), back, word_type(panel))
    joined = rows.join(words, on=list(keys), how="inner").with_columns(read)
    kept = (*panel.collect_schema().names(), *_names(back), "added", DOUBLED, WIDEST)
    dtypes = {name: nw.UInt8 if name.startswith("status") else nw.UInt32 for name in _names(back)}
    return narrowed(without(joined, "added", "owned"), dtypes | {"added": nw.UInt32}).select(kept)


def month_number(day: date) -> int:
    """The day's month, counted from year 0."""
    return day.year * 12 + day.month


def _month() -> nw.Expr:
    """As `month_number` of each record."""
    day = nw.col("fetch_date").dt
    return (day.year().cast(nw.Int64) * 12 + day.month().cast(nw.Int64)).alias(_MONTH)


def _of_days(panel: Lazy, days: Sequence[date]) -> Lazy:
    """Records of a span of dates: engines pass over the files and blocks outside it."""
    day = nw.col("fetch_date")
    return panel.filter(day.is_between(days[0], days[-1])) if days else panel.head(0)


def _numbers(days: Iterable[date]) -> list[int]:
    return sorted({month_number(day) for day in days})


def _names(back: int) -> list[str]:
    return [f"{name}_{k}" for name in ("owned", "status") for k in range(1, back + 1)]


def _words(panel: Lazy, months: Sequence[int], keys: Sequence[str]) -> Lazy:
    """A row for each client: the words of the months, null where there is no record."""
    dtype, month = word_type(panel), nw.col(_MONTH)
    word = month_words(nw.col("owned"), status(dtype), dtype).alias(_WORD)
    gathered = (
        panel.select(*keys, "owned", _month(), word)
        .group_by(*keys)
        .agg(
            nw.len().alias(DOUBLED),
            nw.col("owned").max().alias(WIDEST),
            *(nw.when(month == m).then(nw.col(_WORD)).max().alias(_of(m)) for m in months),
        )
    )
    known = [(~nw.col(_of(m)).is_null()).cast(nw.Int64) for m in months]
    seen = nw.sum_horizontal(*known) if known else nw.lit(0)
    return gathered.with_columns(nw.col(DOUBLED).cast(nw.Int64) != seen)


def _read_off(
    months: Sequence[int], wanted: Sequence[int], back: int, dtype: Integer
) -> Iterator[nw.Expr]:
    """The months before a record and what is held in the next, from the client's words."""
    for ago in (*range(1, back + 1), -1):
        at = {m + ago: m for m in months if m + ago in wanted}
        found = [nw.when(nw.col(_MONTH) == own).then(nw.col(_of(m))) for own, m in at.items()]
        owned, was = split_words(nw.coalesce(*found) if found else nw.lit(None, dtype))
        yield owned.alias(f"owned_{ago}" if ago > 0 else "added")
        if ago > 0:
            yield was.alias(f"status_{ago}")


def _of(month: int) -> str:
    return f"{_WORD}_{month}"
