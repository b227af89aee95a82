"""The dashboard of the service: what it answers, how fast, and with what resources."""

from bank_rs.dashboards import glance, prediction_log, resources, traffic
from bank_rs.dashboards.board import Board, Line, Section
from bank_rs.dashboards.panels import Panel


def board() -> Board:
    """Today's state above, then requests, times and resources over the last hour."""
    return Board(
        "bank-rs-service",
        "Что отвечает сервис рекомендаций, как быстро и на чём работает.",
        "now-1h",
        (
            Section("Коротко", (Line(4, tuple((panel, 3) for panel in glance.figures())),)),
            Section(
                "Запросы",
                (_halves(traffic.by_code(), traffic.error_share()), _halves(*traffic.endpoints())),
            ),
            Section("Время ответа и нагрузка", (_halves(traffic.times(), traffic.saturation()),)),
            Section("Ресурсы", (_thirds(*resources.resources()), _thirds(*resources.life()))),
            Section("Журнал", (Line(7, ((prediction_log.answers_logged(), 24),)),)),
        ),
    )


def _halves(left: Panel, right: Panel) -> Line:
    return Line(8, ((left, 12), (right, 12)))


def _thirds(left: Panel, middle: Panel, right: Panel) -> Line:
    return Line(7, ((left, 8), (middle, 8), (right, 8)))
