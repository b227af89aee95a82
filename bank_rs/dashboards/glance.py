"""The row of figures that says at a glance how the service is."""

from typing import Final

from bank_rs.dashboards import look
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.panels import Panel, Scale, Text, figure
from bank_rs.dashboards.traffic import CODES, ERRORS, NO_REQUESTS, TIME

COUNT: Final = Scale("locale", decimals=0, least=0)
NUMBER: Final = Scale("none", decimals=0, least=0)


def figures() -> tuple[Panel, ...]:
    """Requests, errors, times, version, workers, time since start, points lost."""
    return (
        _requests(),
        _errors(),
        _mean_time(),
        _worst_time(),
        _version(),
        _workers(),
        _up_time(),
        _dropped(),
    )


def _requests() -> Panel:
    return figure(
        Text("Запросов", "Сколько запросов получило ответ за выбранное время.", NO_REQUESTS),
        COUNT,
        of.named(of.whole(of.added(CODES)), "Запросов"),
    )


def _errors() -> Panel:
    return figure(
        Text("Доля ошибок", "Доля ответов 5xx среди всех за выбранное время.", NO_REQUESTS),
        Scale("percentunit", decimals=2, least=0),
        of.named(
            of.ratio(of.whole(of.part_or_zero(ERRORS, CODES)), of.whole(of.added(CODES))),
            "Доля ошибок",
        ),
        below=look.GREEN,
        limits=((0.001, look.YELLOW), (0.01, look.RED)),
    )


def _mean_time() -> Panel:
    return figure(
        Text(
            "Среднее время ответа",
            "Сумма времени ответов, делённая на их число, за выбранное время.",
            NO_REQUESTS,
        ),
        TIME,
        of.named(
            of.ratio(
                of.whole(of.added("response_time.sum")),
                of.whole(of.added("response_time.count")),
            ),
            "Среднее",
        ),
    )


def _worst_time() -> Panel:
    return figure(
        Text(
            "Худшее p99",
            "Наибольшее за выбранное время p99 одного интервала и одного экземпляра.",
            NO_REQUESTS,
        ),
        TIME,
        of.named(of.whole(of.highest("response_time.p99"), "max"), "p99"),
        below=look.GREEN,
        limits=((100, look.YELLOW), (500, look.RED)),
    )


def _version() -> Panel:
    return figure(
        Text(
            "Версия модели",
            "Версия из реестра, которая отвечает; 0 у копии из репозитория. Если экземпляры"
            " отвечают разными версиями, показана старшая.",
        ),
        NUMBER,
        of.named(of.highest("model.version"), "Версия"),
        below=look.PURPLE,
    )


def _workers() -> Panel:
    return figure(
        Text("Процессов", "Сколько процессов отвечает на запросы во всех экземплярах."),
        NUMBER,
        of.named(of.added("system.workers"), "Процессов"),
    )


def _up_time() -> Panel:
    return figure(
        Text("Время работы", "С запуска того экземпляра, который запущен последним."),
        Scale("s", decimals=0, least=0),
        of.named(of.lowest("system.up_time"), "С запуска"),
    )


def _dropped() -> Panel:
    return figure(
        Text(
            "Потеряно точек",
            "Точки метрик, от которых отказались: Graphite не было больше часа."
            " Пока есть потери, графики неполны.",
        ),
        COUNT,
        of.named(of.whole(of.added("metrics.dropped")), "Потеряно"),
        below=look.GREEN,
        limits=((1, look.RED),),
    )
