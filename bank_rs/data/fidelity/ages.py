"""Ages: rows by age, the two humps, quartiles."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from bank_rs.data.fidelity.comparison import Bound, Comparison, Unit
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published

_RELATIVE: Final = 0.05
_LEAST_ROWS: Final = 5000
_YEARS_STAYED: Final = 10.0
"""Rows that one client gives to the count of an age: it stands still for the first seven months."""

_BETWEEN: Final = 32
"""An age between the humps."""


def compare_ages(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of the ages."""
    counted = subject.panel.group_by("age").len().collect().drop_nulls()
    found = dict(counted.iter_rows())
    yield from _rows(subject, found)
    yield from _moments(subject)
    yield from _humps(found)


def _rows(subject: Subject, found: dict[int, int]) -> Iterator[Comparison]:
    """Ages with all their rows published, then those of which a part is: a lower bound."""
    table = published("ages")

    def line(measure: str, age: str, number: int, tolerance: float | None) -> Comparison:
        rows = found.get(int(age), 0)
        return subject.sample.count(measure, age, number, rows, tolerance, rows_each=_YEARS_STAYED)

    for age, number in table["rows"].items():
        yield line("rows by age", age, number, _RELATIVE if number >= _LEAST_ROWS else None)
    for age, number in table["partly_read"].items():
        if age not in table["rows"]:
            least = line("rows by age, at least", age, number, _RELATIVE)
            yield replace(least, bound=Bound.AT_LEAST)


def _moments(subject: Subject) -> Iterator[Comparison]:
    table, age = published("ages"), pl.col("age")
    quartiles = (age.quantile(float(q)).alias(q) for q in table["quartiles"])
    moments = subject.panel.select(*quartiles, mean=age.mean(), deviation=age.std()).collect()
    wanted = table["quartiles"] | {name: table[name] for name in ("mean", "deviation")}
    for name, number in wanted.items():
        found = moments[name].item()
        yield subject.sample.amount(
            "years", name, number, found, _RELATIVE, clients=subject.sample.clients
        )


def _humps(found: dict[int, int]) -> Iterator[Comparison]:
    """The commonest age under and over 32, within a year and within three.

    Of the older hump only a part is published, and it is flat: 227,626 to 231,501 rows at 42 to 44.
    """
    partly = {int(age): rows for age, rows in published("ages")["partly_read"].items()}
    for item, years, within in (
        ("younger hump", range(_BETWEEN), 1.0),
        ("older hump", range(_BETWEEN, 100), 3.0),
    ):
        wanted, at = (max(years, key=lambda age: rows.get(age, 0)) for rows in (partly, found))
        yield Comparison("commonest age", item, wanted, at, within, Unit.AMOUNT)
