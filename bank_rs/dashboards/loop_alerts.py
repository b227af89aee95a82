"""The alert rules of drift and of a challenger: when the model may not be right any more."""

from typing import Final

from bank_rs.dashboards import targets as of
from bank_rs.dashboards.challenger import COMPARED, DISAGREEMENTS
from bank_rs.dashboards.rule import Reading, Rule

DISAGREEMENT_SHARE: Final = 0.2
LEAST_COMPARED: Final = 500
"""Of so many a share of 20 % is known to four percentage points (two standard errors)."""

_HOUR: Final = 3600
_DAY: Final = 86_400


def drift(panel: tuple[str, int]) -> Rule:
    """Clients or answers are not what the model knows."""
    return Rule(
        "bank-rs-drift",
        "Клиенты или ответы изменились",
        "За сутки до последнего сравнения клиенты или ответы отличаются от того, что знает модель.",
        "drift",
        panel,
        (Reading("alarms", of.highest("drift.day.alarms"), _DAY),),
        "$alarms > 0",
    )


def disagreement(panel: tuple[str, int]) -> Rule:
    """The challenger answers otherwise than the champion."""
    differing, compared = (of.whole(of.added(name)) for name in (DISAGREEMENTS, COMPARED))
    return Rule(
        "bank-rs-challenger-disagrees",
        "Претендент отвечает иначе",
        f"Больше {DISAGREEMENT_SHARE:.0%} сравнённых за час клиентов претендент ответил иначе, чем"
        " чемпион.",
        "challenger-disagrees",
        panel,
        (Reading("differing", differing, _HOUR), Reading("compared", compared, _HOUR)),
        f"$compared >= {LEAST_COMPARED} && $differing > {DISAGREEMENT_SHARE} * $compared",
    )
