"""Incomes: quartiles, and medians by province and segment."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published

_RELATIVE: Final = 0.05
_INCOME: Final = pl.col("income")
_SPREAD: Final = 0.9
"""Standard error of a median of log-normal incomes of spread 0.7, by it and for one client."""


def compare_incomes(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of the income."""
    incomes = subject.panel.filter(_INCOME.is_not_null()).select(
        "id",
        "income",
        "province_name",
        pl.col("client_segment").fill_null("02 - PARTICULARES"),
    )
    table = published("incomes")
    yield from _overall(subject, incomes)
    yield from _medians(subject, incomes, "client_segment", table["segment"])
    provinces = {name: row[2] for name, row in published("profile")["province"].items()}
    yield from _medians(subject, incomes, "province_name", provinces)


def _overall(subject: Subject, incomes: pl.LazyFrame) -> Iterator[Comparison]:
    table = published("incomes")
    quartiles = (_INCOME.quantile(float(q)).alias(q) for q in table["quartiles"])
    moments = incomes.select(*quartiles, mean=_INCOME.mean(), deviation=_INCOME.std()).collect()
    clients = subject.sample.clients
    for name, number in table["quartiles"].items():
        yield subject.sample.amount(
            "income", name, number, moments[name].item(), _RELATIVE, clients=clients, spread=_SPREAD
        )
    for name in ("mean", "deviation"):
        found = moments[name].item()
        yield subject.sample.amount("income", name, table[name], found, None, clients=clients)


def _medians(
    subject: Subject, incomes: pl.LazyFrame, column: str, wanted: dict[str, float]
) -> Iterator[Comparison]:
    found = incomes.group_by(column).agg(_INCOME.median(), clients=pl.col("id").n_unique())
    medians = {name: (median, clients) for name, median, clients in found.collect().iter_rows()}
    for name, number in wanted.items():
        median, clients = medians.get(name, (float("nan"), 0))
        yield subject.sample.amount(
            f"median income by {column}",
            name,
            number,
            median,
            _RELATIVE,
            clients=clients,
            spread=_SPREAD,
        )
