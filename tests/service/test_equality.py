"""One client has one answer, in whatever way it is asked for."""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given as law
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bank_rs.catalog import CODES
from bank_rs.data.history import HISTORY
from bank_rs.data.panel import with_history
from bank_rs.data.raw import read_raw
from bank_rs.data.raw_writer import raw_values, write_raw
from bank_rs.data.record import ClientRecord, read_record
from tests.model.features.clients import frame_of
from tests.service.histories import given
from tests.service.raw_records import raw_records

CLIENTS = 10_000
TOLERANCE = 1e-12
JSON_TYPE = {"content-type": "application/json"}
BATCH = 2_000
STRANGE = 2_000
TOGETHER = 10
"""Records that Hypothesis makes at a time."""


def assert_same(found, right) -> None:
    assert np.shape(found) == np.shape(right)
    assert np.abs(np.asarray(found) - right).max() <= TOLERANCE


@pytest.fixture(scope="module")
def rows(panel):
    """Records of simulated clients as training sees them; of every other one no month before."""
    sample = with_history(panel).sample(CLIENTS, seed=1)
    return sample.with_columns(pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.col(HISTORY)))


@pytest.fixture(scope="module")
def right(rows, champion):
    """Shape (10,000, 24): what the pipeline answers to the frame."""
    return champion.pipeline.predict_proba(rows)


@pytest.fixture(scope="module")
def bodies(rows):
    """The same as clients of the service send them."""
    raw = zip(raw_values(rows).to_dicts(), map(given, rows.to_dicts()), strict=True)
    found = [record | {"history": months} if months else record for record, months in raw]
    with_months = sum("history" in body for body in found)
    assert CLIENTS / 3 < with_months <= CLIENTS / 2
    return found


@pytest.fixture(scope="module")
def typed(bodies):
    records = [ClientRecord.model_validate(body) for body in bodies]
    return [(record.values(), record.months()) for record in records]


def alone(champion, typed):
    return np.stack([champion.probabilities(values, months) for values, months in typed])


def together(champion, typed):
    return champion.probabilities_of(*zip(*typed, strict=True))


def through_http(client, bodies):
    found = []
    for body in bodies:
        response = client.post(
            "/predict_proba?lang=code", content=json.dumps(body), headers=JSON_TYPE
        )
        chances = response.json()
        found.append([chances[code] for code in CODES])
    return found


def offered_to_all(client, bodies):
    entries = client.post("/predict/batch?lang=code", json=bodies).json()
    return [list(entry["prediction"].values()) for entry in entries]


def test_record_alone_is_answered_as_in_a_frame(champion, typed, right):
    assert_same(alone(champion, typed), right)


def test_records_together_are_answered_as_in_a_frame(champion, typed, right):
    assert_same(together(champion, typed), right)


def test_record_through_http_is_answered_as_in_a_frame(client, bodies, right):
    assert_same(through_http(client, bodies), right)


def test_records_through_http_are_offered_what_the_pipeline_offers(client, champion, bodies, rows):
    parts = (bodies[start : start + BATCH] for start in range(0, CLIENTS, BATCH))
    offered = np.concatenate([offered_to_all(client, part) for part in parts])
    assert np.array_equal(offered, champion.pipeline.predict(rows))


def test_raw_file_is_answered_as_the_panel_it_was_written_from(champion, panel, tmp_path):
    path = tmp_path / "bank.csv"
    write_raw(panel, path)
    read, written = (
        with_history(frame).sort("id", "fetch_date") for frame in (read_raw(path), panel)
    )
    assert_same(champion.pipeline.predict_proba(read), champion.pipeline.predict_proba(written))


@law(st.lists(raw_records(), min_size=TOGETHER, max_size=TOGETHER))
@hypothesis_settings(max_examples=STRANGE // TOGETHER)
def test_strange_records_have_one_answer(client, champion, tmp_path_factory, records):
    typed = [(r.values(), r.months()) for r in map(ClientRecord.model_validate, records)]
    answers = alone(champion, typed)
    assert_same(together(champion, typed), answers)
    assert_same(through_http(client, records), answers)
    frame = frame_of(*zip(*typed, strict=True))
    assert_same(champion.pipeline.predict_proba(frame), answers)
    assert np.array_equal(offered_to_all(client, records), champion.answers(answers))

    panel = pl.concat(read_record(r | {"ncodpers": n}) for n, r in enumerate(records))
    path = tmp_path_factory.getbasetemp() / "strange.csv"
    write_raw(panel, path)
    now = champion.pipeline.predict_proba(panel)
    assert_same(champion.pipeline.predict_proba(read_raw(path)), now)
    unknown = [(values, ()) for values, _ in typed]
    assert_same(together(champion, unknown), now)
