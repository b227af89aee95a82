"""Earlier months: those a request brings, those on file, and none."""

from datetime import date

import pytest

from bank_rs.catalog import CODES
from bank_rs.data.example import EXAMPLE_RECORD
from bank_rs.data.panel import with_history
from bank_rs.data.raw_writer import raw_values
from tests.service.histories import given

MONTH = {"fecha_dato": "2016-04-28", "ind_nomina_ult1": 1}


@pytest.fixture(scope="module")
def rows(panel, last_month):
    """The last month's records with the months before them."""
    joined = with_history(panel)
    return joined.filter(joined["fetch_date"] == last_month["fetch_date"][0]).head(300)


def chances(response):
    assert response.status_code == 200
    found = response.json()
    return [found[code] for code in CODES]


def ask(client, record, path="/predict_proba"):
    return client.post(path, json=record, params={"lang": "code"})


def test_store_request_and_frame_say_the_same(client, remembering, champion, rows):
    expected = champion.pipeline.predict_proba(rows).tolist()
    raw = raw_values(rows).to_dicts()
    given_months = [given(row) for row in rows.to_dicts()]
    assert any(given_months)
    for record, months, right in zip(raw, given_months, expected, strict=True):
        stored = ask(remembering, record)
        told = ask(client, record | {"history": months})
        assert chances(stored) == chances(told) == right
        assert stored.headers["x-history"] == ("store" if months else "none")
        assert told.headers["x-history"] == "request"


def test_history_changes_the_answer(client, remembering, rows):
    raw = raw_values(rows).to_dicts()
    plain, stored = ([chances(ask(one, r)) for r in raw] for one in (client, remembering))
    assert plain != stored


def test_months_of_a_request_go_before_those_on_file(client, remembering, rows):
    record = raw_values(rows).to_dicts()[0] | {"history": [MONTH]}
    told, plain = ask(remembering, record), ask(client, record)
    assert told.headers["x-history"] == "request"
    assert chances(told) == chances(plain)


def test_empty_history_is_the_requests_word(remembering, rows):
    record = raw_values(rows).to_dicts()[0]
    told = ask(remembering, record | {"history": []})
    assert told.headers["x-history"] == "request"
    assert ask(remembering, record | {"history": None}).headers["x-history"] == "store"


def test_client_who_is_not_on_file_has_no_history(remembering):
    assert ask(remembering, EXAMPLE_RECORD).headers["x-history"] == "none"
    long_after = EXAMPLE_RECORD | {"fecha_dato": "2025-01-28"}
    assert ask(remembering, long_after).headers["x-history"] == "none"


@pytest.mark.parametrize("path", ["/predict", "/predict_proba", "/recommend", "/explain"])
def test_every_endpoint_says_which_history_it_used(remembering, rows, path):
    record = raw_values(rows).to_dicts()[0]
    used = [
        ask(remembering, change, path).headers["x-history"]
        for change in (record, record | {"history": [MONTH]}, EXAMPLE_RECORD)
    ]
    assert used == ["store", "request", "none"]


def test_order_of_months_does_not_matter(client):
    months = [MONTH, {"fecha_dato": "2016-03-28"}, {"fecha_dato": "28-12-2015"}]
    one, other = (
        chances(ask(client, EXAMPLE_RECORD | {"history": history}))
        for history in (months, months[::-1])
    )
    assert one == other


def test_months_too_long_ago_count_for_nothing(client):
    old = {"fecha_dato": str(date(2015, 4, 28)), "ind_tjcr_fin_ult1": 1}
    assert chances(ask(client, EXAMPLE_RECORD | {"history": [old]})) == chances(
        ask(client, EXAMPLE_RECORD | {"history": []})
    )
