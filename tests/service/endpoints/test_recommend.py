import pytest

from bank_rs.catalog import CODES, PRODUCTS
from bank_rs.data.example import EXAMPLE_RECORD

HELD = {product.code for product in PRODUCTS if EXAMPLE_RECORD[product.column]}


def ask(client, record=EXAMPLE_RECORD, **query):
    return client.post("/recommend", json=record, params=query)


def test_recommend_ranks_seven_products_by_their_chance(client):
    found = ask(client).json()
    chances = client.post("/predict_proba", json=EXAMPLE_RECORD, params={"lang": "code"}).json()
    best = list(chances.items())[:7]
    assert [(entry["code"], entry["probability"]) for entry in found] == best


@pytest.mark.parametrize("k", [1, 2, 23, 24])
def test_recommend_answers_k_products_that_are_not_held(client, k):
    codes = [entry["code"] for entry in ask(client, k=k).json()]
    assert len(codes) == len(set(codes)) == min(k, len(CODES) - len(HELD))
    assert not HELD & set(codes)


def test_recommend_leaves_out_every_held_product(client, raw_records):
    for record in raw_records[:200]:
        codes = {entry["code"] for entry in ask(client, record, k=24).json()}
        held = {p.code for p in PRODUCTS if (record[p.column] or "").strip() == "1"}
        assert codes == set(CODES) - held


def test_recommend_has_nothing_for_a_client_with_everything(client):
    everything = EXAMPLE_RECORD | {product.column: 1 for product in PRODUCTS}
    assert ask(client, everything).json() == []


@pytest.mark.parametrize("lang", ["ru", "en", "es", "code"])
def test_recommend_names_products_in_the_language_asked_for(client, lang):
    names = {product.code: getattr(product, lang) for product in PRODUCTS}
    for entry in ask(client, lang=lang, k=24).json():
        assert entry["name"] == names[entry["code"]]


@pytest.mark.parametrize("k", ["0", "25", "-1", "1.5", "", "x", "9" * 400])
def test_recommend_refuses_a_k_that_is_none(client, k):
    response = ask(client, k=k)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["k"]
