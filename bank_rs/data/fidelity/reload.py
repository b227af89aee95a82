"""The load of 2015-07: whom it brought, what it froze, whose profile it completed."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from bank_rs.catalog import mask_of
from bank_rs.data.fidelity.comparison import Comparison, Unit
from bank_rs.data.fidelity.share import share_of
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS, RELOAD

_ACTIVE: Final = pl.col("ind_client_activity")
_PROFILED: Final = pl.col("ind_employee").is_not_null()
_PAYROLL: Final = mask_of("nomina")
_ACTIVITY: Final = 0.01
_FROZEN: Final = 0.01
_COHORT: Final = 0.05
_ARRIVALS_ACTIVITY: Final = 0.05
"""The 4 % are derived from two monthly means: a point of the other clients moves them by 3."""


def compare_reload(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of what the load of 2015-07 changed."""
    yield from _activity(subject)
    yield _arrivals_activity(subject)
    yield from _frozen(subject)
    yield from _without_profile(subject)


def _activity(subject: Subject) -> Iterator[Comparison]:
    shares = subject.panel.group_by("fetch_date").agg(_ACTIVE.mean(), rows=pl.len())
    found = shares.sort("fetch_date").collect()
    wanted = published("presence")["active_share"]
    for (month, share, rows), number in zip(found.iter_rows(), wanted, strict=True):
        name = f"{month:%Y-%m}"
        yield subject.sample.proportion(
            "active clients", "", number, share, _ACTIVITY, base=rows, month=name
        )


def _arrivals_activity(subject: Subject) -> Comparison:
    june, july = (
        subject.panel.filter(fetch_date=month).select("id", _ACTIVE)
        for month in MONTHS[RELOAD - 1 : RELOAD + 1]
    )
    arrived = july.join(june, on="id", how="anti").collect()["ind_client_activity"]
    return subject.sample.proportion(
        "active clients",
        "without a record in 2015-06",
        published("records")["july_arrivals_active"],
        share_of(arrived.to_numpy() == 1),
        _ARRIVALS_ACTIVITY,
        base=arrived.len(),
        month="2015-07",
    )


def _frozen(subject: Subject) -> Iterator[Comparison]:
    """Clients with two profiles or more up to 2015-07 whose value is the same in all of them."""
    columns = ("age", "tenure_months")
    same = (pl.col(name).min().eq_missing(pl.col(name).max()).alias(name) for name in columns)
    clients = (
        subject.panel.filter(pl.col("fetch_date") <= MONTHS[RELOAD], _PROFILED)
        .group_by("id")
        .agg(*same, records=pl.len())
        .filter(pl.col("records") > 1)
        .collect()
    )
    for name in columns:
        share = share_of(clients[name].to_numpy())
        yield subject.sample.proportion(
            "the same up to 2015-07", name, 1.0, share, _FROZEN, base=clients.height
        )


def _without_profile(subject: Subject) -> Iterator[Comparison]:
    table, name, count = published("records"), "without a profile", subject.sample.count
    lost = subject.panel.filter(~_PROFILED).select("id", "fetch_date", "unknown").collect()
    records = lost.group_by("id").len()["len"].to_numpy()
    cohort, nulls, months = table["without_profile"], table["payroll_null"], RELOAD
    null = int((lost["unknown"].to_numpy() & _PAYROLL != 0).sum())
    payroll = (pl.col("unknown") & _PAYROLL) != 0
    everywhere = subject.panel.select(payroll.sum()).collect().item()
    for item, wanted, found, each in (
        ("rows", cohort["rows"], lost.height, months),
        ("clients", cohort["clients"], records.size, 1),
        ("rows with nomina null", nulls["without_profile"], null, months),
    ):
        yield count(name, item, wanted, found, _COHORT, rows_each=each)
    item, wanted = "all rows with nomina null", nulls["rows"]
    yield count("nomina null", item, wanted, everywhere, _COHORT, rows_each=months)
    most = float(records.max(initial=0))
    yield Comparison(name, "most records of a client", cohort["most_records"], most, 0, Unit.AMOUNT)
    late = lost.filter(pl.col("fetch_date") >= MONTHS[RELOAD]).height
    yield Comparison(name, "rows from 2015-07 on", 0, late, 0, Unit.COUNT)
