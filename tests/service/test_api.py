"""What holds of every endpoint."""

import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bank_rs.catalog import PRODUCTS
from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH
from bank_rs.data.fields import RAW_COLUMNS
from bank_rs.data.record import read_record
from bank_rs.service.api import create_app
from tests.service.carbon import Carbon
from tests.waiting import wait_until

ROUTES = ("/predict", "/predict_proba", "/recommend", "/explain")


def post(client, body, path):
    return client.post(path, content=body, headers={"content-type": "application/json"})


every_route = pytest.mark.parametrize("path", ROUTES)


@every_route
@pytest.mark.parametrize(
    "change",
    [
        {"canal_entrada": "ZZZ"},
        {"segmento": "04 - NEW"},
        {"cod_prov": 77, "nomprov": "ATLANTIS"},
        {"indfall": "S"},
        {"age": 164},
        {"antiguedad": -999999},
        {"sexo": "X", "pais_residencia": "NA"},
        {column: None for column in RAW_COLUMNS if column not in ("fecha_dato", "ncodpers")},
        {"indfall": "S", "age": " NA", "antiguedad": "-999999", "renta": "", "indrel_1mes": "P"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_oddity_of_raw_data_is_answered(client, path, change):
    assert client.post(path, json=EXAMPLE_RECORD | change).status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"canal_entrada": "ZZZ"}, {"segmento": "04 - NEW"}, {"age": 164}, {"antiguedad": -999999}],
    ids=lambda change: next(iter(change)),
)
def test_oddity_of_raw_data_is_treated_as_in_training(client, champion, change):
    record = EXAMPLE_RECORD | change
    expected = champion.pipeline.predict_proba(read_record(record))[0]
    found = client.post("/predict_proba", json=record, params={"lang": "code"}).json()
    assert sorted(found.values()) == sorted(expected.tolist())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
NAMES = st.sampled_from([*EXAMPLE_RECORD, *EXAMPLE_RECORD_ENGLISH, "history"])


@given(st.dictionaries(NAMES, JSON, max_size=8), st.sampled_from(ROUTES))
@hypothesis_settings(max_examples=300)
def test_no_record_is_answered_with_a_500(client, changes, path):
    body = json.dumps(EXAMPLE_RECORD | changes)
    assert post(client, body.encode(), path).status_code in (200, 400, 422)


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
