"""What came true, month by month, on the dashboard of the model."""

from typing import Final

from bank_rs.catalog import PRODUCTS
from bank_rs.dashboards import look
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.board import Line, Section
from bank_rs.dashboards.panels import (
    Panel,
    Scale,
    Text,
    bars,
    figure,
    lines,
    looking_back,
    renamed,
)

YEARS: Final = 15
"""How far back every panel looks, whatever time is chosen: months lie far apart, and those of the
public data long ago."""

RANKING: Final = "MAP@7 от возможного по месяцам"
VOLUME: Final = "Ожидали к случившемуся по месяцам"

_COUNT: Final = Scale("locale", decimals=0, least=0)
_SHARE: Final = Scale("percentunit", decimals=1)
_RATIO: Final = Scale("none", decimals=2, least=0)
_RUSSIAN: Final = {product.slug: product.ru for product in PRODUCTS}
_NONE_YET: Final = "исходов ещё нет"
_LAST: Final = "За последний месяц, исход которого известен."
_COURSE: Final = (
    f"За последние {YEARS} лет, какое бы время ни было выбрано; чтобы приблизить, задайте в Grafana"
    " начало и конец датами."
)


def section() -> Section:
    """The last month in figures, the months in their course, and the last of each product."""
    return Section(
        "Сбывшееся по месяцам",
        (
            Line(4, tuple((_back(panel), 6) for panel in _figures())),
            Line(8, ((_back(_ranking()), 12), (_back(_hit_rates()), 12))),
            Line(8, ((_back(_answers()), 12), (_back(_volume()), 12))),
            Line(18, tuple((_back(panel), 8) for panel in _products())),
        ),
    )


def _back(panel: Panel) -> Panel:
    return looking_back(panel, f"{YEARS}y")


def _figures() -> tuple[Panel, ...]:
    shown = (
        ("map_at_7_normalised", "Сбылось: MAP@7 от возможного", _SHARE, "Верен ли порядок семи."),
        (
            "predicted_over_actual",
            "Сбылось: ожидали к случившемуся",
            _RATIO,
            "Сумма вероятностей, делённая на число покупок; 1 — объём предсказан верно.",
        ),
        ("judged", "Клиентов с исходом", _COUNT, "Кому отвечали и кто есть в новом месяце."),
        ("buyers", "Что-то завели", _COUNT, "Сколько из них завели хоть один продукт."),
    )
    return tuple(
        figure(Text(title, f"{words} {_LAST}", _NONE_YET), scale, of.named(of.outcome(name), title))
        for name, title, scale, words in shown
    )


def _ranking() -> Panel:
    text = Text(
        RANKING,
        "MAP@7, делённое на наибольшее возможное, у всех ответов и у каждой версии: насколько верен"
        f" порядок семи рекомендаций у тех, кто что-то завёл. {_COURSE}",
        _NONE_YET,
    )
    return lines(text, _SHARE, *_all_and_versions("map_at_7_normalised"))


def _hit_rates() -> Panel:
    text = Text(
        "Попадания по месяцам",
        "У какой доли тех, кто что-то завёл, среди первых 1, 3, 5 и 7 рекомендаций была хоть одна"
        f" покупка. {_COURSE}",
        _NONE_YET,
    )
    found = (_month_by_month(f"hit_rate_at_{k}", f"среди {k}") for k in (1, 3, 5, 7))
    return lines(text, _SHARE, *found)


def _answers() -> Panel:
    text = Text(
        "Точность и полнота по месяцам",
        f"Какая доля ответов 1 сбылась и какая доля покупок была предложена. {_COURSE}",
        _NONE_YET,
    )
    return lines(
        text,
        _SHARE,
        _month_by_month("precision_micro", "Точность"),
        _month_by_month("recall_micro", "Полнота"),
        colours={"Точность": look.BLUE, "Полнота": look.GREEN},
    )


def _volume() -> Panel:
    text = Text(
        VOLUME,
        "Сумма вероятностей, делённая на число покупок, у всех ответов и у каждой версии; 1 — объём"
        f" предсказан верно. {_COURSE}",
        _NONE_YET,
    )
    return lines(text, _RATIO, *_all_and_versions("predicted_over_actual"))


def _products() -> tuple[Panel, ...]:
    shown = (
        ("precision", "Точность по продуктам", _SHARE, "Какая доля ответов 1 сбылась."),
        ("recall", "Полнота по продуктам", _SHARE, "Какая доля покупок была предложена."),
        (
            "predicted_over_actual",
            "Ожидали к случившемуся по продуктам",
            _RATIO,
            "Сумма вероятностей, делённая на число покупок.",
        ),
    )
    last = "За последний месяц, в котором это можно посчитать."
    return tuple(
        renamed(
            bars(
                Text(title, f"{words} {last}", _NONE_YET),
                scale,
                f"aliasByNode({of.outcome(f'{name}.*')},-1)",
            ),
            _RUSSIAN,
        )
        for name, title, scale, words in shown
    )


def _all_and_versions(name: str) -> tuple[str, str]:
    versions = of.each_month(of.outcome(f"version.*.{name}"))
    return _month_by_month(name, "Все версии"), f"aliasByNode({versions},-2)"


def _month_by_month(name: str, shown: str) -> str:
    return of.named(of.each_month(of.outcome(name)), shown)
