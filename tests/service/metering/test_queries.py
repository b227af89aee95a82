"""The targets of docs/metrics.md, asked of a real Graphite that holds known points."""

import random
import re
import time
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[3] / "docs/metrics.md").read_text("utf-8")
ASKED = PAGE.split("\n## How to ask\n")[1].split("\n## ")[0]
TARGETS = dict(re.findall(r"^\*\*(.+?)\.\*\*.*?```\n(.+?)```", ASKED, re.MULTILINE | re.DOTALL))
STEP, HOUR, HOURS = 10, 3600, 3
WRITERS = ("queries", "queries.web-1", "queries.web-2")
"""One that does not name its instance, and two that do."""
NAMES = {
    "response_code.200": 100,
    "response_code.500": 9,
    "response_time.sum": 5000,
    "response_time.count": 109,
    "response_time.p99": 80,
    "clients": 90,
    "target.credit_card": 50,
    "target_proba.credit_card.sum": 40,
}
"""Greatest value of each."""


@pytest.fixture(scope="module")
def end():
    return int(time.time()) // HOUR * HOUR


@pytest.fixture(scope="module")
def sent(graphite, end):
    """Values by writer, metric and slot, of three whole hours; each writer is away for a while."""
    draw = random.Random(3)
    slots = HOURS * HOUR // STEP
    sent = {}
    for place, writer in enumerate(WRITERS):
        away = range(100 * place, 100 * place + 50)
        for name, most in NAMES.items():
            values = [None if slot in away else draw.randint(1, most) for slot in range(slots)]
            sent[writer, name] = values
    begin = end - HOURS * HOUR
    graphite.store(
        (f"{writer}.{name}", value, begin + STEP * slot)
        for (writer, name), values in sent.items()
        for slot, value in enumerate(values)
        if value is not None
    )
    return sent


@pytest.fixture
def ask(graphite, end, sent):
    def values(question, prefix="queries", **query):
        target = TARGETS[question].replace("bank-rs", prefix)
        begin = end - HOURS * HOUR - 1
        return graphite.values(target, from_=begin, until=end - 1, **query)

    return values


@pytest.fixture
def hourly(sent):
    """Totals of the hours of some metrics, over all writers."""

    def totals(*names):
        added = [
            sum(sent[writer, name][slot] or 0 for writer in WRITERS for name in names)
            for slot in range(HOURS * HOUR // STEP)
        ]
        size = HOUR // STEP
        return [sum(added[first : first + size]) for first in range(0, len(added), size)]

    return totals


def ratios(above, below, scale=1):
    pairs = zip(above, below, strict=True)
    return [pytest.approx(scale * one / other) for one, other in pairs]


REQUESTS = ("response_code.200", "response_code.500")


def test_every_target_of_the_page_is_asked_here():
    here = Path(__file__).read_text("utf-8")
    assert len(TARGETS) == ASKED.count("```") / 2 > 0
    assert all(f'ask("{question}"' in here for question in TARGETS)


def test_requests_by_the_hour(ask, hourly):
    assert ask("Requests, one point an hour") == hourly(*REQUESTS)


@pytest.mark.parametrize("points", [1, 10_000])
def test_requests_as_a_curve(ask, hourly, points):
    found = ask("Requests, as a curve of counts", maxDataPoints=points)
    assert sum(found) == sum(hourly(*REQUESTS))


def test_requests_as_a_thinned_out_curve_lack_one_point_at_most(ask, sent):
    found = ask("Requests, as a curve of counts", maxDataPoints=100)
    width = HOURS * HOUR // STEP / 100
    slots = zip(*(sent[writer, name] for writer in WRITERS for name in REQUESTS), strict=True)
    added = [sum(value or 0 for value in slot) for slot in slots]
    rests = [sum(added[lost:]) for lost in range(int(width) + 2)]
    assert sum(found) in rests


def test_requests_a_second(ask, hourly):
    found = ask("Requests a second")
    assert sum(found) / len(found) == pytest.approx(sum(hourly(*REQUESTS)) / HOURS / HOUR)


@pytest.mark.parametrize("points", [1, 10_000])
def test_requests_a_second_as_one_number(ask, hourly, points):
    found = ask("Requests a second", maxDataPoints=points)
    assert sum(found) / len(found) == pytest.approx(sum(hourly(*REQUESTS)) / HOURS / HOUR)


def test_mean_time(ask, hourly):
    means = ratios(hourly("response_time.sum"), hourly("response_time.count"))
    assert ask("Mean time, in ms") == means


def test_share_of_server_errors(ask, hourly):
    shares = ratios(hourly("response_code.500"), hourly(*REQUESTS), 100)
    assert ask("Share of server errors, in percent") == shares


def test_share_of_server_errors_of_a_service_without_any(graphite, ask, end):
    graphite.store(("calm.response_code.200", 7, end - HOUR * hours) for hours in (1, 2, 3))
    assert ask("Share of server errors, in percent", prefix="calm") == [0, 0, 0]


def test_share_of_clients_who_are_offered_a_product(ask, hourly):
    shares = ratios(hourly("target.credit_card"), hourly("clients"), 100)
    assert ask("Share of clients who are offered a product, in percent") == shares


def test_mean_probability_of_a_product(ask, hourly):
    means = ratios(hourly("target_proba.credit_card.sum"), hourly("clients"))
    assert ask("Mean probability of a product") == means


@pytest.mark.parametrize("points", [1, 10_000])
def test_p99_of_the_worst_instance(ask, sent, points):
    worst = max(value or 0 for writer in WRITERS for value in sent[writer, "response_time.p99"])
    assert max(ask("p99 of the worst instance, in ms", maxDataPoints=points)) == worst
