import pytest

from bank_rs.catalog import CODES, PRODUCTS
from bank_rs.data.example import EXAMPLE_RECORD


def ask(client, record=EXAMPLE_RECORD, **query):
    return client.post("/predict_proba", json=record, params={"lang": "code", **query})


def test_predict_proba_answers_all_products_in_falling_order(client):
    chances = ask(client).json()
    assert set(chances) == set(CODES)
    values = list(chances.values())
    assert values == sorted(values, reverse=True)
    assert all(0 <= value < 1 for value in values)


def test_predict_proba_gives_what_is_held_no_chance(client):
    chances = ask(client).json()
    held = [product.code for product in PRODUCTS if EXAMPLE_RECORD[product.column]]
    assert {chances[code] for code in held} == {0.0}
    assert list(chances)[-len(held) :] == sorted(held, key=CODES.index)


def test_predict_proba_is_of_the_records_month_and_products(client):
    later = ask(client, EXAMPLE_RECORD | {"fecha_dato": "2015-12-28"}).json()
    assert later != ask(client).json()


def test_predict_proba_leaves_out_what_is_below_the_threshold(client):
    chances = ask(client).json()
    for threshold in (0, *chances.values(), 0.5, 1):
        expected = {code: value for code, value in chances.items() if value >= threshold}
        found = ask(client, threshold=threshold).json()
        assert found == expected
        assert list(found) == list(expected)


def test_predict_proba_names_products_in_the_language_asked_for(client):
    for lang in ("ru", "en", "es"):
        names = ask(client, lang=lang).json()
        assert set(names) == {getattr(product, lang) for product in PRODUCTS}
        assert list(names.values()) == list(ask(client).json().values())


@pytest.mark.parametrize("threshold", ["-0.1", "1.1", "nan", "inf", "", "x", "1e999"])
def test_predict_proba_refuses_a_threshold_that_is_none(client, threshold):
    response = ask(client, threshold=threshold)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["threshold"]
