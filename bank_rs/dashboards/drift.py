"""The dashboard of drift: how far clients and answers are from what the model knows."""

from typing import Final

from grafana_foundation_sdk.models.common import LegendPlacement

from bank_rs.catalog import PRODUCTS
from bank_rs.dashboards import look
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.board import Board, Line, Section
from bank_rs.dashboards.panels import Panel, Scale, Text, bars, figure, lines, renamed

NOT_COMPARED: Final = "ещё не сравнивали"
ALARMS_OVER_TIME: Final = "Тревоги со временем"
PSI_LIMIT: Final = 0.05
RATIO_LIMIT: Final = 5

_COUNT: Final = Scale("none", decimals=0, least=0)
_PSI: Final = Scale("none", decimals=3, least=0)
_SHARE: Final = Scale("percentunit", decimals=1, least=0)
_RATIO: Final = Scale("none", decimals=2, least=0)
_RUSSIAN: Final = {product.slug: product.ru for product in PRODUCTS}


def board() -> Board:
    """Alarms, then fields, then products, of the last day and the last week."""
    return Board(
        "bank-rs-drift",
        "Насколько клиенты и ответы отличаются от того, что знает модель.",
        "now-7d",
        (
            Section("Сейчас", (Line(4, tuple(zip(_figures(), (5, 5, 5, 5, 4), strict=True))),)),
            Section(
                "Поля записи", (Line(11, ((_fields(), 12), (_nulls(), 12))), Line(9, _courses()))
            ),
            Section("Продукты", (Line(16, ((_products(), 10), (_products_course(), 14))),)),
        ),
    )


def _figures() -> tuple[Panel, ...]:
    return (
        _alarms("day", "Тревог за сутки"),
        _alarms("week", "Тревог за неделю"),
        figure(
            Text(
                "Наибольший PSI за сутки",
                "Наибольший индекс стабильности (PSI) среди полей записи и имеющихся продуктов;"
                f" тревога — от {PSI_LIMIT} и сверх случайного.",
                NOT_COMPARED,
            ),
            _PSI,
            of.named(of.highest("drift.day.largest_psi"), "PSI"),
            below=look.GREEN,
            limits=((PSI_LIMIT, look.ORANGE),),
        ),
        figure(
            Text(
                "Неизвестные значения",
                "Доля записей за сутки со значением, которого модель не видела, в худшей из"
                " категорий.",
                NOT_COMPARED,
            ),
            _SHARE,
            of.named(of.highest("drift.day.unseen"), "Доля"),
        ),
        figure(
            Text(
                "Сравнено клиентов",
                "Сколько клиентов прочитано из журнала за сутки, каждый один раз. Меньше 500 —"
                " суждения нет.",
                NOT_COMPARED,
            ),
            _COUNT,
            of.named(of.highest("drift.day.rows"), "Клиентов"),
        ),
    )


def _alarms(window: str, title: str) -> Panel:
    return figure(
        Text(
            title,
            "Сколько величин отличаются от эталона модели больше предела и больше случайного.",
            NOT_COMPARED,
        ),
        _COUNT,
        of.named(of.highest(f"drift.{window}.alarms"), "Тревог"),
        below=look.GREEN,
        limits=((1, look.RED),),
    )


def _fields() -> Panel:
    text = Text(
        "PSI по полям за сутки",
        "Индекс стабильности каждого поля записи; calendar_month не сравнивается.",
        NOT_COMPARED,
    )
    return bars(text, _PSI, of.by_field("drift.day.psi.*"))


def _nulls() -> Panel:
    text = Text("Пустые значения за сутки", "Доля записей без этого поля.", NOT_COMPARED)
    return bars(text, _SHARE, of.by_field("drift.day.nulls.*"))


def _courses() -> tuple[tuple[Panel, int], tuple[Panel, int]]:
    alarms = lines(
        Text(ALARMS_OVER_TIME, "Число тревог за сутки и за неделю до сравнения.", NOT_COMPARED),
        _COUNT,
        of.named(of.kept(of.highest("drift.day.alarms")), "За сутки"),
        of.named(of.kept(of.highest("drift.week.alarms")), "За неделю"),
        colours={"За сутки": look.RED, "За неделю": look.ORANGE},
    )
    fields = lines(
        Text("PSI по полям со временем", "Пять полей с наибольшим PSI за сутки.", NOT_COMPARED),
        _PSI,
        f"highestMax({of.kept(of.by_field('drift.day.psi.*'))},5)",
    )
    return (alarms, 8), (fields, 16)


def _products() -> Panel:
    text = Text(
        "Вероятность к эталону за сутки",
        "Средняя вероятность продукта, делённая на эталонную; тревога — в"
        f" {RATIO_LIMIT} раз больше или меньше.",
        NOT_COMPARED,
    )
    return renamed(bars(text, _RATIO, of.by_field("drift.day.product.*")), _RUSSIAN)


def _products_course() -> Panel:
    text = Text(
        "Вероятность к эталону со временем",
        "Средняя вероятность каждого продукта за сутки, делённая на эталонную.",
        NOT_COMPARED,
    )
    series = of.kept(of.by_field("drift.day.product.*"))
    return renamed(lines(text, _RATIO, series, legend=LegendPlacement.RIGHT), _RUSSIAN)
