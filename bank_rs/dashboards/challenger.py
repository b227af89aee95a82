"""The section of the challenger: which version is tried, and how it differs from the champion."""

from typing import Final

from bank_rs.catalog import PRODUCTS
from bank_rs.dashboards import look
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.board import Line, Section
from bank_rs.dashboards.panels import Panel, Scale, Text, bars, figure, lines, renamed

DISAGREEMENTS: Final = "shadow.disagreements"
COMPARED: Final = "shadow.compared"
DISAGREEMENT_TITLE: Final = "Расхождения со временем"

_SIDES: Final = ("challenger", "champion")
_FIRST_DIFFERS: Final = "shadow.first_differs"
_COUNT: Final = Scale("locale", decimals=0, least=0)
_SHARE: Final = Scale("percentunit", decimals=2, least=0)
_CHANGE: Final = Scale("percentunit", decimals=0)
_RUSSIAN: Final = {product.slug: product.ru for product in PRODUCTS}
_NOT_TRIED: Final = "претендента нет"
_NOT_COMPARED: Final = "сравнений не было"


def challenger() -> Section:
    """What is tried, how often it disagrees, and what it expects more or less of."""
    return Section(
        "Претендент",
        (
            Line(4, tuple(zip(_figures(), (6, 6, 6, 6), strict=True))),
            Line(8, ((_disagreement(), 12), (_clients(), 12))),
            Line(18, ((_probabilities(), 12), (_offers(), 12))),
        ),
    )


def _figures() -> tuple[Panel, ...]:
    refused = of.added("challenger.refused"), of.added("challenger.failed")
    return (
        figure(
            Text(
                "Версия претендента",
                "Версия из реестра, которую пробуют рядом с чемпионом; 0 — сейчас никакую.",
                _NOT_TRIED,
            ),
            Scale("none", decimals=0, least=0),
            of.named(of.highest("challenger.version"), "Версия"),
            below=look.PURPLE,
        ),
        figure(
            Text(
                "Расходятся ответы",
                "Доля сравнённых клиентов, которым чемпион и претендент ответили по-разному хотя"
                " бы по одному продукту, за выбранное время.",
                _NOT_COMPARED,
            ),
            _SHARE,
            of.named(_whole_share(DISAGREEMENTS), "Доля"),
        ),
        figure(
            Text(
                "Клиентов у канарейки",
                "Скольким клиентам за выбранное время ответил претендент.",
                "канарейки не было",
            ),
            _COUNT,
            of.named(of.whole(of.added("canary.answered")), "Клиентов"),
        ),
        figure(
            Text(
                "Отказов и сбоев претендента",
                "Сколько раз процессы отвергли претендента или он не смог ответить; клиенту тогда"
                " отвечал чемпион.",
                _NOT_TRIED,
            ),
            _COUNT,
            of.named(of.whole(f"sumSeries(group({','.join(refused)}))"), "Отказов и сбоев"),
            below=look.GREEN,
            limits=((1, look.RED),),
        ),
    )


def _disagreement() -> Panel:
    return lines(
        Text(
            DISAGREEMENT_TITLE,
            "Доля сравнённых клиентов, у которых различаются ответы 0 и 1 или первая рекомендация,"
            " по пяти минутам.",
            _NOT_COMPARED,
        ),
        _SHARE,
        of.named(_share(DISAGREEMENTS), "Ответы"),
        of.named(_share(_FIRST_DIFFERS), "Первая рекомендация"),
        colours={"Ответы": look.PURPLE, "Первая рекомендация": look.BLUE},
    )


def _clients() -> Panel:
    shown = {
        "Ответил претендент": ("canary.answered", look.PURPLE),
        "Сравнены": (COMPARED, look.BLUE),
        "Пропущены": ("shadow.dropped", look.RED),
    }
    return lines(
        Text(
            "Клиенты претендента",
            "Скольким ответил претендент, для скольких его ответ сравнён незаметно и сколько"
            " сравнений пропущено, потому что процесс не успевал.",
            _NOT_TRIED,
        ),
        _COUNT,
        *(of.named(of.counted(of.added(name)), title) for title, (name, _) in shown.items()),
        colours={title: colour for title, (_, colour) in shown.items()},
    )


def _probabilities() -> Panel:
    return _shift(
        "Сдвиг ожидаемых покупок",
        "На сколько претендент ожидает больше или меньше покупок продукта, чем чемпион у тех же"
        " клиентов: отношение сумм вероятностей за выбранное время; +100 % — вдвое больше.",
        *(_by_product(f"shadow.{side}_target_proba.*.sum", -2) for side in _SIDES),
    )


def _offers() -> Panel:
    return _shift(
        "Сдвиг предложений",
        "На сколько чаще или реже претендент предлагает продукт, чем чемпион тем же клиентам, за"
        " выбранное время; нет полосы — чемпион не предлагал его ни разу.",
        *(_by_product(f"shadow.{side}_target.*", -1) for side in _SIDES),
    )


def _shift(title: str, description: str, tried: str, serving: str) -> Panel:
    target = of.first_names(f"sortByName({of.relative(tried, serving)})")
    return renamed(bars(Text(title, description, _NOT_COMPARED), _CHANGE, target), _RUSSIAN)


def _by_product(name: str, part: int) -> str:
    return of.first_names(of.whole(of.by_part(name, part)))


def _share(part: str) -> str:
    counts = (of.each_five_minutes(of.added(name)) for name in (part, COMPARED))
    return of.ratio(*counts)


def _whole_share(part: str) -> str:
    return of.ratio(of.whole(of.added(part)), of.whole(of.added(COMPARED)))
