import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.service.metering.board import Board
from bank_rs.service.metering.catalogue import EVENTS, QUALITY, metric_of
from bank_rs.service.metering.comparison import Comparison
from bank_rs.service.metering.metrics import Metrics
from tests.service.taken import take

PATHS = ["/", "/predict", "/predict/batch", "/health/ready", "/dashboard/data", "/nowhere"]
RESPONSES = st.lists(
    st.tuples(st.sampled_from(PATHS), st.sampled_from([200, 404, 499, 503]), st.floats(0.01, 1e4))
)


def total(readings, first):
    return sum(value for name, value in readings.items() if name.startswith(first))


@given(RESPONSES)
def test_responses_are_counted_by_code_and_endpoint(responses):
    metrics = Metrics()
    for response in responses:
        metrics.count_response(*response)
    readings = take(metrics.board)
    assert total(readings, "response_code.") == len(responses)
    for code in {code for _, code, _ in responses}:
        expected = sum(code == each for _, each, _ in responses)
        assert readings[f"response_code.{code}"] == expected
        by_endpoint = (
            v
            for name, v in readings.items()
            if name.startswith("endpoint.") and name.endswith(f".response_code.{code}")
        )
        assert sum(by_endpoint) == expected


@given(RESPONSES)
def test_times_are_of_all_but_the_dashboard(responses):
    metrics = Metrics()
    for response in responses:
        metrics.count_response(*response)
    readings = take(metrics.board)
    times = [time for path, _, time in responses if not path.startswith("/dashboard")]
    assert readings["response_time.count"] == len(times)
    assert readings["response_time.sum"] == pytest.approx(sum(times))
    assert ("response_time" in readings) == bool(times)
    if times:
        assert readings["response_time"] == pytest.approx(np.mean(times))
        assert readings["response_time.max"] == max(times)


def test_take_starts_again_at_0_and_keeps_what_was_seen():
    metrics = Metrics()
    metrics.count_response("/predict", 200, 1.0)
    metrics.count_answers([mask_of("tjcr", "pres")], np.full((1, 24), 0.25))
    take(metrics.board)
    readings = take(metrics.board)
    assert readings["response_code.200"] == readings["target.credit_card"] == 0
    assert readings["endpoint.predict.response_code.200"] == readings["clients"] == 0
    assert readings["endpoint.predict.response_time.count"] == 0
    assert not {"response_time", "response_time.p99", "target_proba.credit_card"} & set(readings)


def test_longest_time_is_of_its_interval():
    metrics = Metrics()
    for longest in (30.0, 20.0, 40.0):
        metrics.count_response("/", 200, longest)
        metrics.count_response("/", 200, 1.0)
        assert take(metrics.board)["response_time.max"] == longest


def test_saturation_is_the_greatest_of_its_interval():
    metrics = Metrics()
    for share in (0.1, 0.7, 0.4):
        metrics.note_load(share)
    assert take(metrics.board)["system.saturation"] == 0.7
    assert take(metrics.board)["system.saturation"] == 0


@given(st.lists(st.tuples(st.integers(0, 2**24 - 1), st.integers(1, 3)), max_size=20))
def test_answers_are_counted_by_product(answers):
    metrics = Metrics()
    rng = np.random.default_rng(7)
    given_away, probabilities = [], []
    for mask, clients in answers:
        rows = rng.random((clients, 24))
        metrics.count_answers([mask] * clients, rows)
        given_away += [mask] * clients
        probabilities += list(rows)
    readings = take(metrics.board)
    assert readings["clients"] == len(given_away)
    for bit, product in enumerate(PRODUCTS):
        name = f"target_proba.{product.slug}"
        assert readings[f"target.{product.slug}"] == sum(mask >> bit & 1 for mask in given_away)
        assert readings[f"{name}.sum"] == pytest.approx(sum(row[bit] for row in probabilities))
        assert (name in readings) == bool(given_away)
        if given_away:
            assert readings[name] == pytest.approx(np.mean([row[bit] for row in probabilities]))


def test_counts_of_many_threads_are_exact():
    metrics = Metrics()

    def answer(_: int) -> None:
        metrics.count_response("/predict", 200, 1.0)
        metrics.count_answers([mask_of("pres")], np.full((1, 24), 0.5))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, range(4000)))
    readings = take(metrics.board)
    assert readings["response_code.200"] == readings["target.loans"] == readings["clients"] == 4000
    assert readings["target_proba.loans.sum"] == 2000


def test_workers_are_added_up():
    board = Board.make(workers=3)
    for place, time in enumerate((1.0, 5.0, 3.0)):
        worker = Metrics(board, place)
        worker.beat(100.0)
        worker.count_response("/predict", 200, time)
        worker.count_event("model.swaps")
        worker.note_model("12", {"map_at_7": 0.03})
    readings = take(board)
    assert readings["response_code.200"] == readings["model.swaps"] == 3
    assert readings["response_time"] == 3
    assert readings["response_time.max"] == 5
    assert readings["system.workers"] == 3
    assert readings["system.rss_mb"] == 300
    assert readings["model.version"] == 12
    assert readings["model.quality.map_at_7"] == 0.03


def test_worker_that_follows_another_in_its_place_counts_on():
    board = Board.make(workers=2)
    Metrics(board, 1).count_response("/", 200, 1.0)
    Metrics(board, 1).count_response("/", 200, 1.0)
    assert take(board)["response_code.200"] == 2


def test_silent_worker_is_not_counted_as_one():
    board = Board.make(workers=2)
    Metrics(board, 0).beat(100.0)
    assert take(board)["system.workers"] == 1


@pytest.mark.parametrize(("version", "number"), [("3", 3), ("7d66f990", 0)])
def test_version_of_the_model_is_a_number(version, number):
    metrics = Metrics()
    metrics.note_model(version, {"log_loss": 0.1, "unknown": 1.0})
    readings = take(metrics.board)
    assert readings["model.version"] == number
    quality = {name for name in readings if name.startswith("model.quality.")}
    assert quality == {"model.quality.log_loss"}


def test_challenger_has_series_where_it_is_tried_and_only_of_what_happened():
    def trial(metrics):
        readings = take(metrics.board)
        return {n for n in readings if n.startswith(("challenger", "canary", "shadow"))}

    metrics = Metrics()
    metrics.note_model("1", {})
    assert trial(metrics) == set()
    metrics.note_challenger(None)
    tried = {f"challenger.{name}" for name in ("version", "swaps", "refused", "failed")}
    assert trial(metrics) == tried
    metrics.count_canary(3)
    assert trial(metrics) == tried | {"canary.answered"}
    metrics.count_shadow_dropped(1)
    assert len(trial(metrics)) == len(tried) + 1 + 4 + 4 * 24


def test_comparisons_add_up():
    metrics = Metrics()
    metrics.note_challenger("7")
    offers, sums = np.arange(48).reshape(2, 24), np.arange(48).reshape(2, 24) / 48
    for _ in range(2):
        metrics.count_shadow(Comparison(10, 4, 3, offers, sums))
    readings = take(metrics.board)
    counts = ("compared", "disagreements", "first_differs", "dropped")
    assert [readings[f"shadow.{name}"] for name in counts] == [20, 8, 6, 0]
    assert readings["challenger.version"] == 7
    slug = PRODUCTS[3].slug
    assert readings[f"shadow.champion_target.{slug}"] == 6
    assert readings[f"shadow.challenger_target.{slug}"] == 54
    assert readings[f"shadow.challenger_target_proba.{slug}.sum"] == pytest.approx(2 * 27 / 48)


def test_readings_are_finite_numbers_of_the_catalogue():
    metrics = Metrics()
    for path in PATHS:
        metrics.count_response(path, 200, 1.0)
    metrics.count_answers([1], np.full((1, 24), 0.5))
    metrics.note_model("1", dict.fromkeys(QUALITY, 0.5))
    metrics.note_challenger("2")
    metrics.count_canary(1)
    metrics.count_shadow(Comparison(1, 1, 1, np.ones((2, 24), np.int64), np.ones((2, 24))))
    for event in EVENTS:
        metrics.count_event(event)
    readings = take(metrics.board)
    assert all(metric_of(name) for name in readings)
    assert all(type(value) in (int, float) and math.isfinite(value) for value in readings.values())
