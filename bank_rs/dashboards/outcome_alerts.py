"""The alert rules of what came true: when someone should look at the model."""

from collections.abc import Callable, Sequence
from typing import Final

from bank_rs.dashboards import targets as of
from bank_rs.dashboards.outcomes import RANKING, VOLUME, YEARS
from bank_rs.dashboards.rule import Reading, Rule
from bank_rs.loop.outcomes.fall import KEPT_SHARE, LEAST_BUYERS

LEAST_RATIO: Final = 0.8
MOST_RATIO: Final = 1.25

_SINCE: Final = YEARS * 365 * 86_400


def rules(panel: Callable[[str], tuple[str, int]]) -> Sequence[Rule]:
    """The rules; `panel` finds a panel of the model's dashboard by its title."""
    return [_ranking(panel(RANKING)), _volume(panel(VOLUME))]


def _ranking(panel: tuple[str, int]) -> Rule:
    name = of.outcome("map_at_7_normalised")
    counted = of.counted(f"isNonNull({name})")
    return Rule(
        "bank-rs-outcome-ranking",
        "Рекомендации сбываются хуже",
        f"MAP@7 от возможного в последнем месяце ниже {KEPT_SHARE:.0%} среднего прежних месяцев.",
        "outcome-ranking",
        panel,
        (
            Reading("newest", name, _SINCE),
            Reading("total", name, _SINCE, calculation="sum"),
            Reading("months", counted, _SINCE, calculation="sum"),
            Reading("buyers", of.outcome("buyers"), _SINCE),
        ),
        f"$buyers >= {LEAST_BUYERS} && $months > 1"
        f" && $newest * ($months - 1) < {KEPT_SHARE} * ($total - $newest)",
    )


def _volume(panel: tuple[str, int]) -> Rule:
    return Rule(
        "bank-rs-outcome-volume",
        "Объём продаж предсказан неверно",
        f"Сумма вероятностей к числу покупок последнего месяца вне {LEAST_RATIO}–{MOST_RATIO}.",
        "outcome-volume",
        panel,
        (
            Reading("ratio", of.outcome("predicted_over_actual"), _SINCE),
            Reading("buyers", of.outcome("buyers"), _SINCE),
        ),
        f"$buyers >= {LEAST_BUYERS} && ($ratio < {LEAST_RATIO} || $ratio > {MOST_RATIO})",
    )
