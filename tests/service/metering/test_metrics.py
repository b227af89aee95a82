from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.service.metering.metrics import EVENTS, Metrics

SLUGS = [product.slug for product in PRODUCTS]


def test_take_without_requests_reports_every_product_as_0():
    products = {f"target.{slug}": 0 for slug in SLUGS}
    assert Metrics().take() == products | dict.fromkeys(EVENTS, 0)


@given(st.lists(st.tuples(st.sampled_from([200, 404, 422, 500]), st.floats(0, 1e4))))
def test_take_counts_every_response_and_averages_its_time(responses):
    metrics = Metrics()
    for code, milliseconds in responses:
        metrics.count_response(code, milliseconds)
    readings = metrics.take()
    assert sum(v for k, v in readings.items() if k.startswith("response_code.")) == len(responses)
    if responses:
        mean = sum(milliseconds for _, milliseconds in responses) / len(responses)
        assert readings["response_time"] == pytest.approx(mean)
    else:
        assert "response_time" not in readings


def test_take_starts_again_at_0_and_keeps_seen_codes():
    metrics = Metrics()
    metrics.count_response(200, 1.0)
    metrics.count_offers([mask_of("tjcr", "pres")])
    metrics.take()
    readings = metrics.take()
    assert readings["response_code.200"] == readings["target.credit_card"] == 0
    assert "response_time" not in readings


def test_counts_of_many_threads_are_exact():
    metrics = Metrics()

    def answer(_: int) -> None:
        metrics.count_response(200, 1.0)
        metrics.count_offers([mask_of("pres")])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, range(4000)))
    readings = metrics.take()
    assert readings["response_code.200"] == readings["target.loans"] == 4000


def test_offers_are_counted_by_product():
    metrics = Metrics()
    metrics.count_offers([mask_of("pres"), 0, mask_of("pres", "viv")])
    readings = metrics.take()
    counts = {name: n for name, n in readings.items() if n}
    assert counts == {"target.loans": 2, "target.home_acc": 1}


def test_events_are_counted_and_start_again_at_0():
    metrics = Metrics()
    metrics.count_event("model.swaps")
    assert metrics.take()["model.swaps"] == 1
    assert metrics.take()["model.swaps"] == 0
