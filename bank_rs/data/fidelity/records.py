"""Rows per month, records per client, gaps between records, arrivals."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.histories import Histories
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS, RELOAD

_ROWS: Final = 0.005
_RECORDS: Final = 0.05
_FEW_RECORDS: Final = 0.10
_GAPS: Final = 0.10
_FLOW: Final = 0.05
_FEW: Final = range(12, 17)


def compare_records(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of the shape of the panel."""
    count = subject.sample.count
    rows = np.bincount(subject.histories.month, minlength=len(MONTHS))
    for month, wanted, found in zip(MONTHS, published("presence")["rows"], rows, strict=True):
        yield count("rows", "", wanted, found, _ROWS, month=f"{month:%Y-%m}")
    yield from _per_client(subject)
    yield from _gaps(subject)
    yield from _flow(subject, int(rows[RELOAD] - rows[RELOAD - 1]))


def _per_client(subject: Subject) -> Iterator[Comparison]:
    histories = subject.histories
    ends = np.append(histories.starts[1:], histories.first.size)
    found = np.bincount(ends - histories.starts, minlength=len(MONTHS) + 1)
    measure = "clients by records"
    for records, wanted in published("records")["clients_by_records"].items():
        tolerance = _FEW_RECORDS if int(records) in _FEW else _RECORDS
        yield subject.sample.count(measure, records, wanted, found[int(records)], tolerance)


def _gaps(subject: Subject) -> Iterator[Comparison]:
    """Returns after 7 months and more, 261 in all, count as one line."""
    histories = subject.histories
    found = np.bincount(np.minimum(histories.gap[~histories.first], 7), minlength=8)
    measure = "months between records"
    for months, wanted in published("records")["gaps"].items():
        adjacent, item = months == "1", months if months != "7" else "7 and more"
        yield subject.sample.count(
            measure,
            item,
            wanted,
            found[int(months)],
            _ROWS if adjacent else _GAPS,
            rows_each=len(MONTHS) if adjacent else 1,
        )


def _flow(subject: Subject, jump: int) -> Iterator[Comparison]:
    """Who comes and goes: the jump of 2015-07 and the lists of May and June 2015."""
    table, histories = published("records"), subject.histories
    yield subject.sample.count(
        "rows more than a month before",
        "",
        table["july_arrivals"],
        jump,
        _FLOW,
        month="2015-07",
    )
    may, june = _clients_in(histories, RELOAD - 2), _clients_in(histories, RELOAD - 1)
    found = {"both": may & june, "leave": may & ~june, "arrive": june & ~may}
    for item, wanted in table["may_to_june"].items():
        clients = found[item].sum()
        yield subject.sample.count(
            "clients from May to June", item, wanted, clients, _FLOW, month="2015-06"
        )


def _clients_in(histories: Histories, month: int) -> NDArray[np.bool_]:
    here: NDArray[np.bool_] = np.logical_or.reduceat(histories.month == month, histories.starts)
    return here
