"""Products that end and products that come back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES, mask_of
from bank_rs.data.fidelity.comparison import Bound, Comparison, Unit
from bank_rs.data.fidelity.histories import Histories, bits, by_month
from bank_rs.data.fidelity.junior import compare_junior
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS

_ENDINGS: Final = 0.10
_REPURCHASES: Final = 0.07
_LEAST_ADDITIONS: Final = 400
"""Products with fewer additions are told: a repurchase more moves the share of 70 by a point."""

_REPEATS: Final = 2.0
"""Drops of one product by one client over all months, as far as sampling error goes."""


def compare_drops(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of endings, repurchases and the junior account."""
    yield from _endings(subject)
    yield from _drops(subject)
    yield from _repurchases(subject)
    yield from compare_junior(subject)


def _endings(subject: Subject) -> Iterator[Comparison]:
    """Holders(t-1) + additions with first records(t) - holders(t): drops and leavers.

    The published additions leave the rows without a profile out; so do these.
    """
    histories = subject.histories
    profiled = histories.take(histories.profiled)
    holders = by_month(histories.month, histories.owned)
    arrivals = by_month(profiled.month, profiled.owned & ~profiled.before)
    found = holders[:, :-1] + arrivals[:, 1:] - holders[:, 1:]
    published_endings = published("drops")["endings"]
    for code, months in published_endings.items():
        total = int(found[CODES.index(code)].sum())
        yield subject.sample.count(
            "drops and leavers", code, sum(months), total, _ENDINGS, rows_each=_REPEATS
        )
    measure = "drops and leavers by month"
    for code, months in published_endings.items():
        for month, number, one in zip(MONTHS[1:], months, found[CODES.index(code)], strict=True):
            scaled, name = float(one / subject.sample.share), f"{month:%Y-%m}"
            yield Comparison(measure, code, number, scaled, None, Unit.COUNT, name)


def _drops(subject: Subject) -> Iterator[Comparison]:
    histories, deco = subject.histories, np.uint32(mask_of("deco"))
    dropped = histories.before & ~histories.owned
    found, table = int(np.bitwise_count(dropped).sum()), published("drops")
    yield subject.sample.count("drops", "", table["drops"], found, _ENDINGS, rows_each=4)
    held = int(np.count_nonzero(histories.before & deco))
    yield subject.sample.proportion(
        "held and not a record later",
        "deco",
        table["deco_close_rate"],
        np.count_nonzero(dropped & deco) / max(held, 1),
        None,
        base=held,
    )


def _repurchases(subject: Subject) -> Iterator[Comparison]:
    histories, table = subject.histories, published("drops")
    again = np.where(histories.first, np.uint32(0), histories.owned & ~histories.before)
    dropped_once = again & _held_earlier(histories)
    for place, (added, back) in enumerate(zip(bits(again), bits(dropped_once), strict=True)):
        code, base = CODES[place], int(added.sum())
        if code not in table["repurchase_share"]:
            continue
        line = subject.sample.proportion(
            "additions after a drop",
            code,
            table["repurchase_share"][code],
            back.sum() / base if base else float("nan"),
            _REPURCHASES if table["additions"][code] >= _LEAST_ADDITIONS else None,
            base=base,
            rows_each=_REPEATS,
        )
        yield replace(line, bound=Bound.AT_LEAST) if code == "tjcr" else line


def _held_earlier(histories: Histories) -> NDArray[np.uint32]:
    """What the client has held in any earlier record."""
    starts = histories.starts
    place = np.arange(histories.first.size) - np.repeat(
        starts, np.diff(np.append(starts, histories.first.size))
    )
    earlier = np.zeros_like(histories.owned)
    for step in range(1, len(MONTHS)):
        rows = np.flatnonzero(place == step)
        earlier[rows] = earlier[rows - 1] | histories.owned[rows - 1]
    return earlier
