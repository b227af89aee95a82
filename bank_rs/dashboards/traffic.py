"""Panels of the requests: how many, how they ended, how long they took."""

from typing import Final

from bank_rs.dashboards import look
from bank_rs.dashboards import targets as of
from bank_rs.dashboards.panels import Panel, Scale, Text, lines

RATE: Final = Scale("reqps", least=0)
TIME: Final = Scale("ms", least=0)
SHARE: Final = Scale("percentunit", least=0)

NO_REQUESTS: Final = "запросов не было"
CODES: Final = "response_code.*"
ERRORS: Final = "response_code.5*"

_CODE_COLOURS: Final = {
    "200": look.GREEN,
    "304": look.BLUE,
    "422": look.YELLOW,
    "429": look.ORANGE,
    "499": look.PURPLE,
    "500": look.RED,
    "503": look.RED,
}


def by_code() -> Panel:
    """Requests a second, by HTTP status."""
    return lines(
        Text(
            "Запросы в секунду по кодам ответа",
            "Сколько запросов в секунду получило ответ с каждым кодом HTTP;"
            " 499 — клиент ушёл, не дождавшись.",
            NO_REQUESTS,
        ),
        RATE,
        of.by_last_part(CODES, of.per_second),
        colours=_CODE_COLOURS,
        stacked=True,
    )


def error_share() -> Panel:
    """Errors of the service and of those who ask, as shares."""
    return lines(
        Text(
            "Доля ошибок со временем",
            "Доля ответов 5xx (вина сервиса) и 4xx (вина запроса) среди всех.",
            NO_REQUESTS,
        ),
        SHARE,
        of.named(of.share_of(ERRORS, CODES), "5xx"),
        of.named(of.share_of("response_code.4*", CODES), "4xx"),
        colours={"5xx": look.RED, "4xx": look.YELLOW},
    )


def endpoints() -> tuple[Panel, Panel]:
    """Requests a second and p99, by endpoint."""
    return (
        lines(
            Text(
                "Запросы в секунду по адресам",
                "Какие адреса спрашивают и как часто; other — адреса, которых нет.",
                NO_REQUESTS,
            ),
            RATE,
            of.by_endpoint("response_time.count", "sum", of.per_second),
            stacked=True,
        ),
        lines(
            Text(
                "p99 по адресам",
                "Время, в которое уложились 99 % ответов адреса; из экземпляров — худшее.",
                NO_REQUESTS,
            ),
            TIME,
            of.by_endpoint("response_time.p99", "max"),
        ),
    )


def times() -> Panel:
    """Percentiles of the time of an answer."""
    percentiles = {"p50": look.GREEN, "p95": look.YELLOW, "p99": look.ORANGE, "max": look.RED}
    return lines(
        Text(
            "Время ответа",
            "Время, в которое уложились 50, 95 и 99 % ответов, и самое долгое;"
            " из экземпляров — худшее.",
            NO_REQUESTS,
        ),
        TIME,
        *(of.named(of.highest(f"response_time.{name}"), name) for name in percentiles),
        colours=percentiles,
    )


def saturation() -> Panel:
    """How near the fullest worker was to its capacity."""
    return lines(
        Text(
            "Насыщение",
            "Больше всего запросов, что один процесс обрабатывал разом, в долях его предела"
            " BANK_RS_CAPACITY. При 100 % лишние получают 503.",
        ),
        Scale("percentunit", least=0, most=1),
        of.named(of.highest("system.saturation"), "Насыщение"),
    )
