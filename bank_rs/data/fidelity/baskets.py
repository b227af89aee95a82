"""Buyers and what they add at once."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import mask_of
from bank_rs.data.fidelity.comparison import Bound, Comparison, Unit
from bank_rs.data.fidelity.sample import DEVIATIONS
from bank_rs.data.fidelity.share import share_of
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS

_BUYERS: Final = 0.003
_SIZES: Final = 0.015
_SHARES: Final = 0.02
_RULE: Final = 0.005
_TIE: Final = 0.001
"""Shares within a tenth of a point are tied: tjcr and cco are 0.05 points apart."""

_COMMONEST: Final = 10
_MONTH_NAMES: Final = tuple(f"{month:%Y-%m}" for month in MONTHS)


def compare_baskets(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of the buyers: rows with an addition between adjacent months."""
    histories = subject.histories
    added = histories.added
    bought = added != 0
    month, baskets = histories.month[bought], added[bought]
    pairs = np.bincount(histories.month[histories.gap == 1], minlength=len(MONTHS))
    yield from _buyers(subject, pairs, month)
    yield from _sizes(subject, month, baskets)
    yield from _commonest(subject, month, baskets)
    yield _payroll(subject, baskets, histories.before[bought])


def _buyers(
    subject: Subject, pairs: NDArray[np.int64], month: NDArray[np.int8]
) -> Iterator[Comparison]:
    table, buyers = published("baskets"), np.bincount(month, minlength=len(MONTHS))
    everybody = {"": table["buyers"] / table["transitions"]} | table["buyer_share"]
    for name, share in everybody.items():
        places = [_MONTH_NAMES.index(name)] if name else list(range(len(MONTHS)))
        base = int(pairs[places].sum())
        yield subject.sample.proportion(
            "buyers",
            "",
            share,
            buyers[places].sum() / max(base, 1),
            _BUYERS,
            base=base,
            month=name,
            rows_each=1.0 if name else 3.0,
        )


def _sizes(
    subject: Subject, month: NDArray[np.int8], baskets: NDArray[np.uint32]
) -> Iterator[Comparison]:
    sizes = np.bitwise_count(baskets)
    for name, wanted in published("baskets")["sizes"].items():
        chosen = sizes if name == "all" else sizes[month == _MONTH_NAMES.index(name)]
        for size, number in wanted.items():
            yield subject.sample.proportion(
                "products added at once",
                size,
                number / sum(wanted.values()),
                share_of(chosen == int(size)),
                _SIZES,
                base=chosen.size,
                month="" if name == "all" else name,
            )


def _commonest(
    subject: Subject, month: NDArray[np.int8], baskets: NDArray[np.uint32]
) -> Iterator[Comparison]:
    """Shares of the commonest baskets, and for the first ten that each leads the next.

    A lead may fall short by a tie and by the sampling error of the two shares.
    """
    table = published("baskets")["commonest"]
    chosen = baskets[np.isin(month, [_MONTH_NAMES.index(name) for name in table["months"]])]
    wanted = {name: rows / table["rows"] for name, rows in table["baskets"].items()}
    found = {name: share_of(chosen == mask_of(*name.split("+"))) for name in wanted}
    for place, (name, share) in enumerate(wanted.items()):
        points = _SHARES if place < _COMMONEST else None
        yield subject.sample.proportion(
            "basket", name, share, found[name], points, base=chosen.size
        )
    for leader, follower in pairwise(list(wanted)[: _COMMONEST + 1]):
        lead = found[leader] - found[follower]
        error = (wanted[leader] + wanted[follower]) * (1 - min(subject.sample.share, 1))
        allowed = _TIE + DEVIATIONS * float(np.sqrt(error / max(chosen.size, 1)))
        item = f"{leader} before {follower}"
        yield Comparison("lead", item, 0, lead, allowed, Unit.SHARE, bound=Bound.AT_LEAST)


def _payroll(
    subject: Subject, baskets: NDArray[np.uint32], before: NDArray[np.uint32]
) -> Comparison:
    payroll = baskets & np.uint32(mask_of("nomina")) != 0
    pension = (baskets | before)[payroll] & np.uint32(mask_of("nom_pens")) != 0
    return subject.sample.proportion(
        "nomina added",
        "with or after nom_pens",
        published("baskets")["payroll_with_pension"],
        share_of(pension),
        _RULE,
        base=pension.size,
    )
