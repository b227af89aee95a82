"""Additions between adjacent months."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from bank_rs.catalog import CODES
from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.histories import by_month
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS

_MONTHLY: Final = 0.10
_TOTAL: Final = 0.05
_LEAST_MONTHLY: Final = 1000
_LEAST_TOTAL: Final = 3000
_REPEATS: Final = 2.0
"""Additions of one product by one client over all months, as far as sampling error goes."""


def compare_additions(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of products held in a month and not in the month before.

    Only clients with a record in both months count. Products with fewer additions are told.
    """
    histories, wanted = subject.histories, published("holdings")["additions"]
    found = by_month(histories.month, histories.added)[:, 1:]
    count, measure = subject.sample.count, "additions"
    for code, months in zip(CODES, found, strict=True):
        number, total = sum(wanted[code]), int(months.sum())
        tolerance = _TOTAL if number >= _LEAST_TOTAL else None
        yield count(measure, code, number, total, tolerance, rows_each=_REPEATS)
    measure = "additions by month"
    for product, month in np.ndindex(found.shape):
        code, name = CODES[product], f"{MONTHS[month + 1]:%Y-%m}"
        number, additions = wanted[code][month], int(found[product, month])
        tolerance = _MONTHLY if number >= _LEAST_MONTHLY else None
        yield count(measure, code, number, additions, tolerance, month=name)
