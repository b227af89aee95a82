"""What the documentation shows is sent, and answered as it claims."""

import json

import pytest

from bank_rs.catalog import PRODUCTS
from bank_rs.service.answering.examples import BATCH_EXAMPLES, OFFER_EXAMPLE, RECORD_EXAMPLES

ROUTES = ("/predict", "/predict_proba", "/recommend", "/explain")


def claimed(summary: str) -> int:
    return 422 if summary.startswith("refused") else 200


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("name", RECORD_EXAMPLES)
def test_example_of_a_record_is_answered_as_it_claims(client, path, name):
    example = RECORD_EXAMPLES[name]
    response = client.post(path, json=example["value"])
    assert response.status_code == claimed(example["summary"])
    assert (response.status_code == 422) == (name == "invalid")


def test_invalid_example_breaks_the_rules_it_names(client):
    response = client.post("/predict", json=RECORD_EXAMPLES["invalid"]["value"])
    fields = [error["field"] for error in response.json()["errors"]]
    assert fields == ["fecha_dato", "ind_tjcr_fin_ult1"]


def test_example_with_a_history_is_answered_with_it(client):
    response = client.post("/predict", json=RECORD_EXAMPLES["history"]["value"])
    assert response.headers["x-history"] == "request"


@pytest.mark.parametrize("name", BATCH_EXAMPLES)
def test_example_of_a_batch_is_answered_as_it_claims(client, name):
    records = BATCH_EXAMPLES[name]["value"]
    lines = "\n".join(map(json.dumps, records))
    as_lines = client.post(
        "/predict/batch", content=lines, headers={"content-type": "application/x-ndjson"}
    )
    as_array = client.post("/predict/batch", json=records)
    found = [json.loads(line) for line in as_lines.text.splitlines()]
    assert as_array.status_code == as_lines.status_code == 200
    kinds = {"typical": ["prediction"] * 2, "invalid": ["prediction", "problem"], "empty": []}
    for entries in (found, as_array.json()):
        assert [next(iter(entry)) for entry in entries] == kinds[name]


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("name", RECORD_EXAMPLES)
def test_example_of_a_record_is_documented_as_it_is(client, path, name):
    assert documented(client, path)[name] == json.loads(json.dumps(RECORD_EXAMPLES[name]))


def test_examples_of_a_batch_are_documented(client):
    assert set(documented(client, "/predict/batch")) == set(BATCH_EXAMPLES)


def documented(client, path):
    route = client.get("/openapi.json").json()["paths"][path]["post"]
    return route["requestBody"]["content"]["application/json"]["examples"]


def test_example_of_an_answer_has_its_shape(client):
    record = RECORD_EXAMPLES["typical"]["value"]
    assert list(client.post("/predict", json=record).json()) == list(OFFER_EXAMPLE)


@pytest.mark.parametrize(
    ("schema", "path", "method"),
    [
        ("Chances", "/predict_proba", "POST"),
        ("Recommendation", "/recommend", "POST"),
        ("ExplainedProduct", "/explain", "POST"),
        ("ModelDescription", "/model", "GET"),
        ("ProductDescription", "/products", "GET"),
    ],
)
def test_example_of_a_schema_has_the_members_of_an_answer(client, schema, path, method):
    document = client.get("/openapi.json").json()["components"]["schemas"][schema]
    body = RECORD_EXAMPLES["typical"]["value"] if method == "POST" else None
    answer = client.request(method, path, json=body).json()
    example = document["examples"][0]
    if schema == "Chances":
        assert set(example) <= {product.ru for product in PRODUCTS}
    else:
        first = answer[0] if isinstance(answer, list) else answer
        assert set(example) == set(first)
