"""The dashboard of the products: what is offered, to how many, and what has changed."""

from typing import Final

from grafana_foundation_sdk.models.common import LegendPlacement

from bank_rs.catalog import PRODUCTS
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.board import Board, Line, Section
from bank_rs.dashboards.panels import Panel, Scale, Text, bars, figure, lines, renamed

RUSSIAN: Final = {product.slug: product.ru for product in PRODUCTS}
COUNT: Final = Scale("locale", decimals=0, least=0)
SHARE: Final = Scale("percentunit", decimals=2, least=0)
CHANGE: Final = Scale("percentunit", decimals=0)

NO_CLIENTS: Final = "клиентов не было"
NEEDS_A_WEEK: Final = "нужна неделя данных"
SHOWN_MOVERS: Final = 8

_OFFERS: Final = "target.*"
_EXPECTED: Final = "target_proba.*.sum"
_CLIENTS: Final = "clients"


def board() -> Board:
    """Totals of the last day, their course, and the movers of a week."""
    return Board(
        "bank-rs-products",
        "Какие продукты предлагает модель, скольким клиентам и что изменилось за неделю.",
        "now-24h",
        (
            Section("Коротко", (Line(4, tuple((panel, 8) for panel in _figures())),)),
            Section("Продукты", (Line(18, ((_totals(), 12), (_probabilities(), 12))),)),
            Section("Со временем", (Line(13, ((_shares(), 24),)),)),
            Section("Против прошлой недели", (Line(9, tuple((panel, 12) for panel in _movers())),)),
        ),
    )


def _figures() -> tuple[Panel, ...]:
    return (
        figure(
            Text("Клиентов", "Для скольких клиентов модель дала ответ за выбранное время."),
            COUNT,
            of.named(of.whole(of.added(_CLIENTS)), "Клиентов"),
        ),
        figure(
            Text("Предложений", "Сколько раз модель ответила 1, по всем продуктам вместе."),
            COUNT,
            of.named(of.whole(of.added(_OFFERS)), "Предложений"),
        ),
        figure(
            Text(
                "Предложений на клиента",
                "Предложения, делённые на клиентов, за выбранное время.",
                NO_CLIENTS,
            ),
            Scale("none", decimals=4, least=0),
            of.named(_per_client(of.added(_OFFERS)), "На клиента"),
        ),
    )


def _totals() -> Panel:
    offers = of.by_last_part(_OFFERS)
    return renamed(
        bars(
            Text(
                "Предложения по продуктам",
                "Сколько раз каждый продукт предложен за выбранное время; сверху — самый частый.",
            ),
            COUNT,
            of.first_names(f"sortByTotal({of.whole(offers)})"),
        ),
        RUSSIAN,
    )


def _probabilities() -> Panel:
    mean = _per_client(of.by_part(_EXPECTED, -2))
    return renamed(
        bars(
            Text(
                "Средняя вероятность",
                "Средняя по клиентам вероятность, что клиент заведёт продукт за месяц,"
                " за выбранное время.",
                NO_CLIENTS,
            ),
            SHARE,
            of.first_names(f"sortByTotal({mean})"),
        ),
        RUSSIAN,
    )


def _shares() -> Panel:
    offers, clients = of.by_last_part(_OFFERS), of.added(_CLIENTS)
    return renamed(
        lines(
            Text(
                "Доля клиентов, которым предложен продукт",
                "Предложения продукта, делённые на клиентов, по пяти минутам.",
                NO_CLIENTS,
            ),
            SHARE,
            of.first_names(of.ratio(of.each_five_minutes(offers), of.each_five_minutes(clients))),
            legend=LegendPlacement.RIGHT,
        ),
        RUSSIAN,
    )


def _movers() -> tuple[Panel, Panel]:
    share = of.first_names(_per_client(of.by_last_part(_OFFERS)))
    change = f"removeEmptySeries({of.change_in_a_week(share)})"
    rising = f"highest(filterSeries({change},'last','>',0),{SHOWN_MOVERS},'last')"
    falling = f"lowest(filterSeries({change},'last','<',0),{SHOWN_MOVERS},'last')"
    return _mover("Предлагаем чаще", "выросла", rising), _mover("Предлагаем реже", "упала", falling)


def _mover(title: str, verb: str, target: str) -> Panel:
    description = (
        f"У каких продуктов сильнее всего {verb} доля клиентов, которым они предложены,"
        " против того же времени неделю назад; +100 % — вдвое чаще."
    )
    return renamed(bars(Text(title, description, NEEDS_A_WEEK), CHANGE, target), RUSSIAN)


def _per_client(series: str) -> str:
    return of.ratio(of.whole(series), of.whole(of.added(_CLIENTS)))
