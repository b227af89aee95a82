"""The panel of the prediction log."""

from typing import Final

from bank_rs.dashboards import look
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.panels import Panel, Scale, Text, lines

TITLE: Final = "Журнал предсказаний"


def answers_logged() -> Panel:
    """Answers that the log took, and those it could not take."""
    return lines(
        Text(
            TITLE,
            "Сколько ответов записано в журнал предсказаний за интервал графика и сколько записать"
            " не удалось: диск полон или не пишет, или журнал не успевал.",
        ),
        Scale("locale", decimals=0, least=0),
        of.named(of.counted(of.added("predictions.logged")), "Записано"),
        of.named(of.counted(of.added("predictions.dropped")), "Не записано"),
        colours={"Записано": look.GREEN, "Не записано": look.RED},
    )
