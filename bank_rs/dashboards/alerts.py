"""The alert rules: when someone should look at the service."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from bank_rs.catalog import PRODUCTS, Product
from bank_rs.dashboards import loop_alerts, outcome_alerts, prediction_log
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.challenger import DISAGREEMENT_TITLE
from bank_rs.dashboards.drift import ALARMS_OVER_TIME
from bank_rs.dashboards.rule import Reading, Rule
from bank_rs.dashboards.traffic import CODES, ERRORS

FOLDER: Final = "bank-rs"

ERROR_SHARE: Final = 0.05
LEAST_ERRORS: Final = 5
SLOW_MILLISECONDS: Final = 500
LEAST_REQUESTS: Final = 100
LOW_MEGABYTES: Final = 200
EXPECTED_OFFERS: Final = 10
"""Of so many expected offers none comes by chance once in 20,000 times (Poisson, exp(-10))."""

_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400

Boards = Mapping[str, Mapping[str, Any]]


def alerts(boards: Boards) -> dict[str, Any]:
    """The file of rules; each points at a panel of the boards, which are given by their uids.

    Raises
    ------
    KeyError
        If there is no such panel.
    """
    of_model = partial(_panel, boards, "bank-rs-model")
    drift = loop_alerts.drift(_panel(boards, "bank-rs-drift", ALARMS_OVER_TIME))
    disagreement = loop_alerts.disagreement(of_model(DISAGREEMENT_TITLE))
    return {
        "apiVersion": 1,
        "groups": [
            _group("bank-rs-service", "1m", _service(boards)),
            _group("bank-rs-drift", "5m", [drift]),
            _group("bank-rs-model", "5m", [disagreement]),
            _group("bank-rs-products", "5m", [_silent(boards, product) for product in PRODUCTS]),
            _group("bank-rs-outcomes", "5m", outcome_alerts.rules(of_model)),
        ],
    }


def _group(name: str, interval: str, rules: Sequence[Rule]) -> dict[str, Any]:
    rules_json = [rule.to_json() for rule in rules]
    return {"orgId": 1, "name": name, "folder": FOLDER, "interval": interval, "rules": rules_json}


def _service(boards: Boards) -> list[Rule]:
    return [
        _errors(boards),
        _slow(boards),
        _no_data(boards),
        _memory(boards),
        _unlogged(boards),
        _dropped(boards),
    ]


def _errors(boards: Boards) -> Rule:
    errors, requests = of.whole(of.part_or_zero(ERRORS, CODES)), of.whole(of.added(CODES))
    return Rule(
        "bank-rs-error-share",
        "Много ошибок сервиса",
        f"Больше {ERROR_SHARE:.0%} ответов за пять минут — 5xx: сервис не справляется.",
        "error-share",
        _panel(boards, "bank-rs-service", "Доля ошибок со временем"),
        (Reading("errors", errors, 5 * _MINUTE), Reading("requests", requests, 5 * _MINUTE)),
        f"$errors >= {LEAST_ERRORS} && $errors > {ERROR_SHARE} * $requests",
        hold="1m",
        severity="critical",
    )


def _slow(boards: Boards) -> Rule:
    name = "endpoint.predict.response_time"
    requests = of.whole(of.added(f"{name}.count"))
    return Rule(
        "bank-rs-slow-predict",
        "Медленный /predict",
        f"p99 ответов /predict в среднем за пять минут больше {SLOW_MILLISECONDS} мс.",
        "slow-predict",
        _panel(boards, "bank-rs-service", "p99 по адресам"),
        (
            Reading("p99", of.highest(f"{name}.p99"), 5 * _MINUTE, calculation="mean"),
            Reading("requests", requests, 5 * _MINUTE),
        ),
        f"$p99 > {SLOW_MILLISECONDS} && $requests >= {LEAST_REQUESTS}",
        hold="2m",
    )


def _no_data(boards: Boards) -> Rule:
    points = of.whole(f"sumSeries(isNonNull({of.chosen('system.up_time')}))")
    return Rule(
        "bank-rs-no-data",
        "Нет данных от сервиса",
        "Три минуты ни один экземпляр не прислал метрик, или Graphite не отвечает.",
        "no-data",
        _panel(boards, "bank-rs-service", "Время работы экземпляров"),
        (Reading("points", points, 3 * _MINUTE),),
        "$points < 1",
        hold="2m",
        severity="critical",
        on_error="Alerting",
    )


def _memory(boards: Boards) -> Rule:
    free = of.lowest("system.memory_free_mb")
    return Rule(
        "bank-rs-low-memory",
        "Мало свободной памяти",
        f"В среднем за пять минут свободно меньше {LOW_MEGABYTES} МБ.",
        "low-memory",
        _panel(boards, "bank-rs-service", "Свободная память"),
        (Reading("free", free, 5 * _MINUTE, calculation="mean"),),
        f"$free < {LOW_MEGABYTES}",
        hold="2m",
    )


def _unlogged(boards: Boards) -> Rule:
    dropped = of.whole(of.added("predictions.dropped"))
    return Rule(
        "bank-rs-predictions-dropped",
        "Журнал предсказаний неполон",
        "За десять минут часть ответов не попала в журнал предсказаний; на сами ответы это не"
        " влияет.",
        "predictions-dropped",
        _panel(boards, "bank-rs-service", prediction_log.TITLE),
        (Reading("dropped", dropped, 10 * _MINUTE),),
        "$dropped > 0",
    )


def _dropped(boards: Boards) -> Rule:
    dropped = of.whole(of.added("metrics.dropped"))
    return Rule(
        "bank-rs-metrics-dropped",
        "Метрики потеряны",
        "За десять минут сервис отказался от части точек: графики того времени неполны.",
        "metrics-dropped",
        _panel(boards, "bank-rs-service", "Потеряно точек"),
        (Reading("dropped", dropped, 10 * _MINUTE),),
        "$dropped > 0",
    )


def _silent(boards: Boards, product: Product) -> Rule:
    offers, clients = of.whole(of.added(f"target.{product.slug}")), of.whole(of.added("clients"))
    return Rule(
        f"bank-rs-silent-{product.code}",
        f"Продукт «{product.ru}» больше не предлагается",
        f"За час модель ни разу не предложила продукт «{product.ru}», хотя по доле прошлых суток"
        f" ждали не меньше {EXPECTED_OFFERS} предложений.",
        "silent-product",
        _panel(boards, "bank-rs-products", "Предложения по продуктам"),
        (
            Reading("offers", offers, _HOUR),
            Reading("clients", clients, _HOUR),
            Reading("offers_before", offers, _DAY + _HOUR, _HOUR),
            Reading("clients_before", clients, _DAY + _HOUR, _HOUR),
        ),
        f"$offers < 1 && $offers_before * $clients >= {EXPECTED_OFFERS} * $clients_before"
        " && $clients_before > 0",
    )


def _panel(boards: Boards, uid: str, title: str) -> tuple[str, int]:
    ids = {panel["title"]: panel["id"] for panel in boards[uid]["panels"]}
    return uid, ids[title]
