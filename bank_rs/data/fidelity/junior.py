"""The junior account, which ends in the month its holder turns 20."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from bank_rs.catalog import mask_of
from bank_rs.data.fidelity.comparison import Comparison, Unit
from bank_rs.data.fidelity.share import share_of
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.published import published
from bank_rs.data.published.months import RELOAD

_ADULT: Final = 20
_GROWN: Final = 0.005
_KEPT: Final = 0.05
_JUNIOR: Final = np.uint32(mask_of("ctju"))
_CURRENT: Final = np.uint32(mask_of("cco"))


def compare_junior(subject: Subject) -> Iterator[Comparison]:
    """Yield the lines of the junior account.

    Ages up to 2015-07 are those of that load, so holders are judged from the month after it.
    """
    histories, measure = subject.histories, "junior account"
    held, before = histories.owned & _JUNIOR != 0, histories.before & _JUNIOR != 0
    late = held & (histories.month > RELOAD)
    grown = share_of(histories.age[late] >= _ADULT)
    yield Comparison(measure, "held at 20 or more", 0, grown, _GROWN, Unit.SHARE)
    minor = np.roll(histories.age, 1) < _ADULT
    turned = before & (histories.gap == 1) & minor & (histories.age >= _ADULT)
    lost, proportion = ~held[turned], subject.sample.proportion
    item = "lost by those who turn 20"
    yield proportion(measure, item, 1.0, share_of(lost), _KEPT, base=lost.size)
    taken = histories.owned & ~histories.before & _CURRENT != 0
    of_age = histories.age[before & ~held & taken] == _ADULT
    item, wanted = "exchanged for cco at 20", published("drops")["junior"]["exchanged_at_20"]
    yield proportion(measure, item, wanted, share_of(of_age), None, base=of_age.size)
