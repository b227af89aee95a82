"""Holders of each product, over all months and by month."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from bank_rs.catalog import CODES
from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.histories import by_month
from bank_rs.data.fidelity.sample import STATIC
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS

_OVERALL: Final = 0.05
_MONTHLY: Final = 0.10
_LEAST_SHARE: Final = 0.005
"""Of the rows; products held by fewer are told, not judged."""


def compare_ownership(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of the holders."""
    found = by_month(subject.histories.month, subject.histories.owned)
    rows, holders = published("presence")["rows"], published("holdings")["holders"]
    count, measure = subject.sample.count, "holders"
    for code, months in zip(CODES, found, strict=True):
        number, total = sum(holders[code]), int(months.sum())
        tolerance = _OVERALL if number > _LEAST_SHARE * sum(rows) else None
        yield count(measure, code, number, total, tolerance, rows_each=STATIC)
    measure = "holders by month"
    for product, month in np.ndindex(found.shape):
        code, name = CODES[product], f"{MONTHS[month]:%Y-%m}"
        number, held = holders[code][month], int(found[product, month])
        tolerance = _MONTHLY if number > _LEAST_SHARE * rows[month] else None
        yield count(measure, code, number, held, tolerance, month=name)
