"""The dashboard of the model: the version that answers, its metrics, and its changes."""

from typing import Final

from bank_rs.dashboards import look, outcomes
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.board import Board, Line, Section
from bank_rs.dashboards.challenger import challenger
from bank_rs.dashboards.panels import Panel, Scale, Text, figure, lines

COUNT: Final = Scale("none", decimals=0, least=0)
PERCENT: Final = Scale("percentunit", decimals=1)
NOT_PUSHED: Final = "нет в карточке модели"

_QUALITY: Final = {
    "map_at_7_normalised": (
        Text(
            "MAP@7 от возможного",
            "MAP@7, делённое на наибольшее возможное: насколько верен порядок семи рекомендаций"
            " у тех, кто что-то завёл. Главная метрика выбора модели.",
            NOT_PUSHED,
        ),
        PERCENT,
    ),
    "map_at_7": (
        Text(
            "MAP@7",
            "Средняя точность семи рекомендаций по всем клиентам; зависит от того, сколько"
            " клиентов вообще что-то завело.",
            NOT_PUSHED,
        ),
        Scale("none", decimals=4),
    ),
    "hit_rate_at_1": (
        Text(
            "Первая рекомендация верна",
            "У какой доли покупателей первая рекомендация оказалась покупкой.",
            NOT_PUSHED,
        ),
        PERCENT,
    ),
    "roc_auc_micro": (
        Text(
            "ROC AUC",
            "Вероятность, что случившаяся покупка оценена выше неслучившейся; 0,5 — наугад.",
            NOT_PUSHED,
        ),
        Scale("none", decimals=4),
    ),
    "f1_micro": (
        Text("F1", "Среднее гармоническое точности и полноты ответов 1.", NOT_PUSHED),
        PERCENT,
    ),
    "precision_micro": (
        Text("Точность", "Какая доля предложений оказалась покупками.", NOT_PUSHED),
        PERCENT,
    ),
    "recall_micro": (
        Text("Полнота", "Какая доля покупок была предложена.", NOT_PUSHED),
        PERCENT,
    ),
    "log_loss": (
        Text(
            "Логарифмическая потеря",
            "Насколько вероятности далеки от случившегося; меньше — лучше.",
            NOT_PUSHED,
        ),
        Scale("none", decimals=5),
    ),
    "ece": (
        Text(
            "Ошибка калибровки",
            "Среднее расстояние между обещанной вероятностью и случившейся долей (ECE);"
            " меньше — лучше.",
            NOT_PUSHED,
        ),
        Scale("none", decimals=5),
    ),
    "predicted_over_actual": (
        Text(
            "Ожидали к случившемуся",
            "Сумма вероятностей, делённая на число покупок; 1 — объём предсказан верно.",
            NOT_PUSHED,
        ),
        Scale("none", decimals=2),
    ),
}


def board() -> Board:
    """The version that answers, what its card says of it, what came true, and when it changed."""
    quality = tuple(_quality(name) for name in _QUALITY)
    return Board(
        "bank-rs-model",
        "Какая версия модели отвечает, насколько она хороша и когда сменилась.",
        "now-1h",
        (
            Section("Версия", (Line(4, tuple((panel, 8) for panel in _figures())),)),
            Section(
                "Метрики чемпиона на проверочном месяце",
                (_five(quality[:5]), _five(quality[5:])),
            ),
            outcomes.section(),
            Section("Со временем", (Line(8, tuple((panel, 12) for panel in _courses())),)),
            challenger(),
        ),
    )


def _five(panels: tuple[Panel, ...]) -> Line:
    return Line(4, tuple(zip(panels, (5, 5, 5, 5, 4), strict=True)))


def _quality(name: str) -> Panel:
    text, scale = _QUALITY[name]
    return figure(text, scale, of.named(of.highest(f"model.quality.{name}"), text.title))


def _figures() -> tuple[Panel, ...]:
    return _version(), _swaps(), _refused()


def _version() -> Panel:
    return figure(
        Text(
            "Версия",
            "Версия из реестра, которая отвечает; 0 у копии из репозитория. Если экземпляры"
            " отвечают разными версиями, показана старшая.",
        ),
        COUNT,
        of.named(of.highest("model.version"), "Версия"),
        below=look.PURPLE,
    )


def _swaps() -> Panel:
    return figure(
        Text(
            "Смен за время",
            "Сколько раз процессы перешли на другую версию; каждый процесс считает себя.",
        ),
        COUNT,
        of.named(of.whole(of.added("model.swaps")), "Смен"),
    )


def _refused() -> Panel:
    return figure(
        Text(
            "Отказов за время",
            "Сколько раз процессы отвергли новую версию и остались на прежней: она повреждена,"
            " требует других библиотек или отвечает не так, как при сохранении.",
        ),
        COUNT,
        of.named(of.whole(of.added("model.refused")), "Отказов"),
        below=look.GREEN,
        limits=((1, look.RED),),
    )


def _courses() -> tuple[Panel, Panel]:
    return (
        lines(
            Text("Версия по экземплярам", "Какой версией отвечает каждый экземпляр."),
            COUNT,
            of.by_instance("model.version"),
        ),
        lines(
            Text("Смены и отказы", "Переходы на новую версию и отказы от неё за интервал графика."),
            COUNT,
            of.named(of.counted(of.added("model.swaps")), "Смены"),
            of.named(of.counted(of.added("model.refused")), "Отказы"),
            colours={"Смены": look.PURPLE, "Отказы": look.ORANGE},
        ),
    )
