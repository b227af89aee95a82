"""How much clients hold and how often they change: told, since no tolerance was asked."""

from collections.abc import Iterator

import numpy as np

from bank_rs.catalog import mask_of
from bank_rs.data.fidelity.comparison import Comparison, Unit
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published


def compare_habits(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of whole histories."""
    histories, table = subject.histories, published("habits")
    starts = histories.starts
    ever = np.bitwise_or.reduceat(histories.owned, starts)
    always = np.bitwise_and.reduceat(histories.owned, starts)
    latest = histories.owned[np.append(starts[1:], histories.first.size) - 1]
    adding = int(np.logical_or.reduceat(histories.added != 0, starts).sum())
    without_cco = int(np.sum(ever & np.uint32(mask_of("cco")) == 0))
    count = subject.sample.count
    yield count("clients", "ever adding", table["ever_adding"], adding, None)
    yield count("clients", "never holding cco", table["never_holding_cco"], without_cco, None)
    for name, found in (
        ("never_holding", ever == 0),
        ("never_changing", ever == always),
        ("first_as_last", histories.owned[starts] == latest),
    ):
        yield _share(subject, "clients", name.replace("_", " "), table[name], float(found.mean()))
    sizes = np.bitwise_count(latest)
    for size, wanted in table["latest"].items():
        share = float(np.mean(sizes == int(size)))
        yield _share(subject, "products in the latest record", size, wanted, share)
    yield from _products(subject)


def _share(subject: Subject, measure: str, item: str, wanted: float, found: float) -> Comparison:
    return subject.sample.proportion(
        measure, item, wanted, found, None, base=subject.sample.clients
    )


def _products(subject: Subject) -> Iterator[Comparison]:
    held, table = np.bitwise_count(subject.histories.owned), published("habits")["products"]
    found = {"mean": held.mean(), "deviation": held.std(), "most": held.max()}
    for name, wanted in table.items():
        value = float(found[name])
        yield Comparison("products of a row", name, wanted, value, None, Unit.AMOUNT)
