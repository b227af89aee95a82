"""Whether what is answered comes true much less than it did."""

from collections.abc import Sequence
from typing import Final

from bank_rs.loop.outcomes.outcome import Outcome

LEAST_BUYERS: Final = 100
"""AP@7 of a buyer spreads by about 0.4, so the mean of 100 by 0.04: a fall of a tenth is no chance
once in 40 times."""

KEPT_SHARE: Final = 0.9

_SCORE: Final = "map_at_7_normalised"


def kept_share(outcomes: Sequence[Outcome]) -> float:
    """The newest month's normalised MAP@7 by the mean of the earlier ones.

    Parameters
    ----------
    outcomes
        Months in rising order, as `read_outcomes` returns them.

    Returns
    -------
    float
        1 where there is no earlier month, or where the newest has too few buyers to tell.
    """
    *earlier, newest = (one.overall for one in outcomes) if outcomes else (None,)
    if newest is None or newest.buyers < LEAST_BUYERS:
        return 1.0
    before = [one.metrics[_SCORE] for one in earlier if _SCORE in one.metrics]
    return newest.metrics[_SCORE] * len(before) / sum(before) if before else 1.0
