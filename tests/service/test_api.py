import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bank_rs import __version__
from bank_rs.catalog import PRODUCTS
from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH
from bank_rs.data.fields import RAW_COLUMNS
from bank_rs.model.champion import Champion, fingerprint
from bank_rs.service.api import create_app
from bank_rs.service.schemas import ClientRecord
from tests.service.carbon import Carbon
from tests.waiting import wait_until

RUSSIAN = [product.ru for product in PRODUCTS]


def post(client, body):
    return client.post("/predict", content=body, headers={"content-type": "application/json"})


def test_root_says_what_answers(client, models_dir):
    answer = client.get("/").json()
    assert answer["status"] == "Alive"
    assert answer["version"] == __version__
    assert answer["model_version"] == fingerprint(models_dir / "champion")
    assert answer["up_time"] >= 0


@pytest.mark.parametrize("record", [EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH])
def test_predict_answers_0_or_1_for_24_products_in_russian(client, record):
    response = client.post("/predict", json=record)
    assert response.status_code == 200
    assert list(response.json()) == RUSSIAN
    assert set(response.json().values()) <= {0, 1}


def test_predict_answers_what_the_pipeline_answers(client, models_dir, panel):
    pipeline = Champion.load(models_dir / "champion").pipeline
    answers = [client.get("/random", params={"seed": seed}).json() for seed in range(200)]
    for answer in answers:
        row = ClientRecord.model_validate(answer["client"]).to_panel()
        assert list(answer["prediction"].values()) == pipeline.predict(row)[0].tolist()
        assert client.post("/predict", json=answer["client"]).json() == answer["prediction"]
    assert any(1 in answer["prediction"].values() for answer in answers)


def test_predict_never_recommends_what_is_held(client):
    everything = EXAMPLE_RECORD | {product.column: 1 for product in PRODUCTS}
    assert set(client.post("/predict", json=everything).json().values()) == {0}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"age": "fifty"}, "age"),
        ({"age": True}, "age"),
        ({"fecha_dato": "2016-02-31"}, "fecha_dato"),
        ({"fecha_dato": None}, "fecha_dato"),
        ({"ind_tjcr_fin_ult1": 2}, "ind_tjcr_fin_ult1"),
        ({"indresi": "Q"}, "indresi"),
        ({"renta": "12,5"}, "renta"),
        ({"nothing": 1}, "nothing"),
        ({"ncodpers": [1]}, "ncodpers"),
    ],
)
def test_broken_field_is_named_with_its_rule_and_without_its_value(client, change, field):
    response = client.post("/predict", json=EXAMPLE_RECORD | change)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    (error,) = response.json()["errors"]
    assert error["field"] == field
    assert error["rule"]
    assert "fifty" not in response.text
    assert "12,5" not in response.text


def test_every_broken_field_is_named(client):
    response = client.post("/predict", json={"age": "x", "renta": "y"})
    fields = {error["field"] for error in response.json()["errors"]}
    assert fields == {"fecha_dato", "ncodpers", "age", "renta"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"7", b'"text"', b"\xff\xfe", b'{"id": 1,}', b"[" * 100_000],
    ids=["empty", "cut", "list", "null", "number", "text", "bytes", "comma", "deep"],
)
def test_body_that_is_no_json_object_is_refused(client, body):
    response = post(client, body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "body"


def test_number_of_ten_thousand_digits_is_refused(client):
    assert post(client, b'{"ncodpers": 1' + b"0" * 10_000 + b"}").status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"canal_entrada": "ZZZ", "segmento": "04 - NEW", "cod_prov": 77, "nomprov": "ATLANTIS"},
        {"indfall": "S", "age": 164, "antiguedad": -999999},
        {column: None for column in RAW_COLUMNS if column not in ("fecha_dato", "ncodpers")},
        {"sexo": "X", "pais_residencia": "NA"},
    ],
    ids=["unknown", "odd", "nulls", "open"],
)
def test_oddity_of_raw_data_is_answered(client, change):
    assert client.post("/predict", json=EXAMPLE_RECORD | change).status_code == 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
NAMES = st.sampled_from([*EXAMPLE_RECORD, *EXAMPLE_RECORD_ENGLISH])


@given(st.dictionaries(NAMES, JSON, max_size=8))
@hypothesis_settings(max_examples=200)
def test_no_record_is_answered_with_a_500(client, changes):
    body = json.dumps(EXAMPLE_RECORD | changes)
    assert post(client, body.encode()).status_code in (200, 422)


def test_random_repeats_with_its_seed(client):
    first, again, other = (client.get("/random", params={"seed": s}).json() for s in (1, 1, 2))
    assert first == again
    assert first["client"] != other["client"]
    assert list(first["client"]) == list(RAW_COLUMNS)


def test_random_without_seed_varies(client):
    assert len({client.get("/random").json()["client"]["ncodpers"] for _ in range(5)}) > 1


def test_random_with_a_broken_seed_is_refused(client):
    response = client.get("/random", params={"seed": "x"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "seed"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/no", 404), ("GET", "/predict", 405)]
)
def test_http_error_is_a_problem_document(client, method, path, status):
    response = client.request(method, path)
    assert response.status_code == response.json()["status"] == status
    assert response.headers["content-type"] == "application/problem+json"


def test_requests_and_recommendations_reach_graphite(settings):
    carbon = Carbon()
    app = create_app(settings.model_copy(update={"graphite_port": carbon.port}))
    with carbon.listening():
        with TestClient(app) as client:
            answers = [client.get("/random", params={"seed": seed}).json() for seed in range(200)]
            client.get("/nowhere")
        wait_until(lambda: carbon.total("bank-rs.response_code.404") == 1)
    assert carbon.total("bank-rs.response_code.200") == 200
    assert carbon.total("bank-rs.system.up_time") > 0
    for product in PRODUCTS:
        positives = sum(answer["prediction"][product.ru] for answer in answers)
        assert carbon.total(f"bank-rs.target.{product.slug}") == positives
