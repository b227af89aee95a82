import json

import pytest

from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH

LINES = {"content-type": "application/x-ndjson"}
HISTORY = [{"fecha_dato": "2016-04-28", "ind_nomina_ult1": 1, "ind_actividad_cliente": 1}]
BAD = {
    "number": (7, 400, "body"),
    "null": (None, 400, "body"),
    "array": ([EXAMPLE_RECORD], 400, "body"),
    "text": ("ESMERALDA", 400, "body"),
    "empty": ({}, 422, "fecha_dato"),
    "day": (EXAMPLE_RECORD | {"fecha_dato": "2016-02-31"}, 422, "fecha_dato"),
    "unknown": (EXAMPLE_RECORD | {"nothing": "ESMERALDA"}, 422, "nothing"),
    "month": (EXAMPLE_RECORD | {"history": [{"fecha_dato": "x"}]}, 422, "history[0].fecha_dato"),
}


def as_array(client, records, **query):
    response = client.post("/predict/batch", json=records, params=query)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    return response.json()


def as_lines(client, records, **query):
    body = "\n".join(map(json.dumps, records))
    response = client.post("/predict/batch", content=body, headers=LINES, params=query)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/x-ndjson"
    assert response.text.endswith("\n") or not records
    return [json.loads(line) for line in response.text.splitlines()]


FORMS = pytest.mark.parametrize("ask", [as_array, as_lines], ids=["array", "lines"])


def alone(client, record, **query):
    """The entry a batch must have for a record, as /predict answers it."""
    headers = {"content-type": "application/json"}
    body = json.dumps(record)
    response = client.post("/predict", content=body, headers=headers, params=query)
    if response.is_success:
        return {"prediction": response.json(), "history": response.headers["x-history"]}
    return {"problem": response.json()}


def without_id(entry):
    if "problem" in entry:
        assert entry["problem"].pop("request_id")
    return entry


@FORMS
@pytest.mark.parametrize("lang", ["ru", "code"])
def test_batch_answers_each_record_as_predict_does_and_in_order(client, raw_records, ask, lang):
    records = [*raw_records[:150], EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH]
    records += [record for record, _, _ in BAD.values()]
    records += [record | {"history": HISTORY} for record in raw_records[150:200]]
    found = [without_id(entry) for entry in ask(client, records, lang=lang)]
    assert found == [without_id(alone(client, record, lang=lang)) for record in records]


@FORMS
def test_batch_answers_each_record_as_predict_does_with_a_store(remembering, raw_records, ask):
    records = [*raw_records[:200], EXAMPLE_RECORD, EXAMPLE_RECORD | {"history": HISTORY}]
    found = ask(remembering, records)
    assert found == [alone(remembering, record) for record in records]
    assert {entry["history"] for entry in found} == {"store", "none", "request"}


@FORMS
@pytest.mark.parametrize("bad", BAD)
def test_bad_record_has_its_problem_in_its_place(client, ask, bad):
    record, status, field = BAD[bad]
    first, problem, last = ask(client, [EXAMPLE_RECORD, record, EXAMPLE_RECORD])
    assert first == last == alone(client, EXAMPLE_RECORD)
    assert problem["problem"]["status"] == status
    assert problem["problem"]["errors"][0]["field"] == field
    assert "ESMERALDA" not in json.dumps(problem)


def test_line_that_is_no_json_has_its_problem_in_its_place(client):
    good = json.dumps(EXAMPLE_RECORD)
    body = f"{good}\n{{ESMERALDA\n\n{good}"
    response = client.post("/predict/batch", content=body, headers=LINES)
    first, problem, last = map(json.loads, response.text.splitlines())
    assert first == last == alone(client, EXAMPLE_RECORD)
    assert problem["problem"]["status"] == 400
    assert problem["problem"]["request_id"] == response.headers["x-request-id"]
    assert "ESMERALDA" not in response.text


@FORMS
def test_empty_batch_is_answered_with_nothing(client, ask):
    assert ask(client, []) == []


@FORMS
def test_batch_takes_ten_thousand_records(client, ask):
    found = ask(client, [{}] * 9_999 + [EXAMPLE_RECORD])
    assert len(found) == 10_000
    assert found[-1] == alone(client, EXAMPLE_RECORD)


@pytest.mark.parametrize(
    ("body", "headers"),
    [(json.dumps([{}] * 10_001), {}), ("{}\n" * 10_001, LINES)],
    ids=["array", "lines"],
)
def test_batch_of_more_than_ten_thousand_records_is_refused(client, body, headers):
    headers = {"content-type": "application/json"} | headers
    response = client.post("/predict/batch", content=body, headers=headers)
    assert response.status_code == 422
    assert "10,000" in response.json()["detail"]


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"7", b"[", b"[1,]", b"[1]]", b"\xff"])
def test_body_that_is_no_array_is_malformed(client, body):
    headers = {"content-type": "application/json"}
    response = client.post("/predict/batch", content=body, headers=headers)
    assert response.status_code == 400
    assert response.json()["errors"] == [{"field": "body", "rule": "must be a JSON array"}]


def test_batch_says_which_model_answered(client):
    response = client.post("/predict/batch", json=[])
    assert response.headers["x-model-version"] == client.get("/model").json()["version"]
