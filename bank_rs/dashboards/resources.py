"""Panels of what the service runs on: processor, memory, processes."""

from typing import Final

from bank_rs.dashboards import look
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.panels import Panel, Scale, Text, lines

COUNT: Final = Scale("none", decimals=0, least=0)
MEGABYTES: Final = Scale("decmbytes", least=0)


def resources() -> tuple[Panel, Panel, Panel]:
    """Processor, free memory, memory taken."""
    return _processor(), _free_memory(), _taken_memory()


def life() -> tuple[Panel, Panel, Panel]:
    """Time since start, workers, events."""
    return _up_time(), _workers(), _events()


def _processor() -> Panel:
    return lines(
        Text(
            "Процессор",
            "Занятая доля процессорного времени, доступного контейнеру или машине;"
            " из экземпляров — худший.",
        ),
        Scale("percentunit", least=0, most=1),
        of.named(of.highest("system.cpu_load"), "Загрузка"),
    )


def _free_memory() -> Panel:
    return lines(
        Text(
            "Свободная память",
            "Сколько памяти ещё может дать контейнер или машина; из экземпляров — худший.",
        ),
        MEGABYTES,
        of.named(of.lowest("system.memory_free_mb"), "Свободно"),
        colours={"Свободно": look.GREEN},
    )


def _taken_memory() -> Panel:
    return lines(
        Text(
            "Память сервиса",
            "Память, занятая процессами сервиса, во всех экземплярах вместе.",
        ),
        MEGABYTES,
        of.named(of.added("system.rss_mb"), "Занято"),
    )


def _up_time() -> Panel:
    return lines(
        Text(
            "Время работы экземпляров",
            "С запуска каждого экземпляра; падение до нуля — перезапуск.",
        ),
        Scale("s", least=0),
        of.by_instance("system.up_time"),
    )


def _workers() -> Panel:
    return lines(
        Text("Процессы экземпляров", "Сколько процессов отвечает в каждом экземпляре."),
        COUNT,
        of.by_instance("system.workers"),
    )


def _events() -> Panel:
    return lines(
        Text(
            "Смены модели и потерянные точки",
            "События за интервал графика: процессы перешли на новую версию, отказались от неё,"
            " точки метрик потеряны.",
        ),
        COUNT,
        of.named(of.counted(of.added("model.swaps")), "Смены"),
        of.named(of.counted(of.added("model.refused")), "Отказы"),
        of.named(of.counted(of.added("metrics.dropped")), "Потерянные точки"),
        colours={"Смены": look.PURPLE, "Отказы": look.ORANGE, "Потерянные точки": look.RED},
    )
