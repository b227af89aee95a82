"""Values and gaps of the profile columns."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.sample import STATIC
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published

_RELATIVE: Final = 0.05
_NEW_POINTS: Final = 0.005
_LEAST_ROWS: Final = {"country_of_residence": 2000}
_LEAST_ROWS_ELSE: Final = 1000
_TENURE_SPREAD: Final = 1.3
"""Standard error of a quartile of tenure, by that quartile and for one client."""


def compare_columns(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of every profile column but age and income."""
    yield from _missing(subject)
    provinces = {name: row[1] for name, row in published("profile")["province"].items()}
    for column, wanted in (published("columns")["values"] | {"province_name": provinces}).items():
        yield from _values(subject, column, wanted)
    yield from _registered(subject)
    yield from _tenure(subject)
    yield from _new(subject)


def _missing(subject: Subject) -> Iterator[Comparison]:
    wanted = published("columns")["missing"]
    found = subject.panel.select(pl.col(name).null_count() for name in wanted).collect()
    for name, number in wanted.items():
        nulls = found[name].item()
        yield subject.sample.count("missing", name, number, nulls, _RELATIVE, rows_each=STATIC)


def _values(subject: Subject, column: str, wanted: dict[str, int]) -> Iterator[Comparison]:
    """Lines of one column; values of few rows are told, not judged."""
    rows = subject.panel.group_by(pl.col(column).cast(pl.String)).len().collect()
    found = dict(rows.iter_rows())
    least = _LEAST_ROWS.get(column, _LEAST_ROWS_ELSE)
    for value, number in wanted.items():
        tolerance = _RELATIVE if number >= least else None
        yield subject.sample.count(
            column, value, number, found.get(value, 0), tolerance, rows_each=STATIC
        )


def _registered(subject: Subject) -> Iterator[Comparison]:
    year = pl.col("registration_date").dt.year()
    first = subject.panel.group_by("id").agg(pl.col("registration_date").min())
    found = dict(first.group_by(year).len().collect().iter_rows())
    for name, number in published("columns")["registered"].items():
        yield subject.sample.count(
            "clients registered", name, number, found.get(int(name), 0), _RELATIVE
        )


def _tenure(subject: Subject) -> Iterator[Comparison]:
    tenure, wanted = pl.col("tenure_months"), published("columns")["tenure"]
    found = subject.panel.select(tenure.quantile(float(q)).alias(q) for q in wanted).collect()
    for quantile, number in wanted.items():
        yield subject.sample.amount(
            "quantile of tenure_months",
            quantile,
            number,
            found[quantile].item(),
            _RELATIVE,
            clients=subject.sample.clients,
            spread=_TENURE_SPREAD,
        )


def _new(subject: Subject) -> Iterator[Comparison]:
    new = pl.col("ind_new_client").mean()
    found = subject.panel.group_by("fetch_date").agg(new, rows=pl.len()).sort("fetch_date")
    wanted = published("columns")["new_share"]
    for (month, share, rows), number in zip(found.collect().iter_rows(), wanted, strict=True):
        name = f"{month:%Y-%m}"
        yield subject.sample.proportion(
            "new clients", "", number, share, _NEW_POINTS, base=rows, month=name
        )
