import pytest

from bank_rs.catalog import CODES, PRODUCTS
from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH
from bank_rs.data.record import read_record

RU, EN, ES = ([getattr(p, language) for p in PRODUCTS] for language in ("ru", "en", "es"))


@pytest.mark.parametrize("record", [EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH])
def test_predict_answers_0_or_1_for_24_products_in_russian(client, record):
    response = client.post("/predict", json=record)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert list(response.json()) == RU
    assert set(response.json().values()) <= {0, 1}


def test_predict_says_which_model_and_history_it_used(client):
    headers = client.post("/predict", json=EXAMPLE_RECORD).headers
    assert headers["x-model-version"] == client.get("/model").json()["version"]
    assert headers["x-history"] == "none"
    assert headers["x-request-id"]


def test_predict_answers_what_the_pipeline_answers(client, champion, raw_records):
    sample = raw_records[:300]
    expected = [champion.pipeline.predict(read_record(record))[0].tolist() for record in sample]
    found = [list(client.post("/predict", json=record).json().values()) for record in sample]
    assert found == expected
    assert any(1 in answer for answer in found)


def test_predict_never_offers_what_is_held(client):
    everything = EXAMPLE_RECORD | {product.column: 1 for product in PRODUCTS}
    assert set(client.post("/predict", json=everything).json().values()) == {0}


@pytest.mark.parametrize(
    ("query", "header", "names"),
    [
        ({}, None, RU),
        ({"lang": "ru"}, "en", RU),
        ({"lang": "en"}, None, EN),
        ({"lang": "es"}, "ru", ES),
        ({"lang": "code"}, "es", list(CODES)),
        ({}, "es-419, en;q=0.9", ES),
        ({}, "de, en;q=0.5", EN),
        ({}, "de", RU),
        ({}, "no language at all", RU),
    ],
)
def test_predict_names_products_in_the_language_asked_for(client, query, header, names):
    headers = {"accept-language": header} if header else {"accept-language": ""}
    response = client.post("/predict", json=EXAMPLE_RECORD, params=query, headers=headers)
    assert list(response.json()) == names


def test_predict_says_the_same_in_every_language(client):
    answers = [
        list(client.post("/predict", json=EXAMPLE_RECORD, params={"lang": lang}).json().values())
        for lang in ("ru", "en", "es", "code")
    ]
    assert answers == [answers[0]] * 4
