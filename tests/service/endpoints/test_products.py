import pytest

from bank_rs.catalog import PRODUCTS


@pytest.mark.parametrize("lang", ["ru", "en", "es", "code"])
def test_products_are_listed_in_the_language_asked_for(client, lang):
    found = client.get("/products", params={"lang": lang}).json()
    assert [product["name"] for product in found] == [getattr(p, lang) for p in PRODUCTS]


def test_products_are_all_24_with_all_their_names(client):
    found = client.get("/products").json()
    names = ("code", "column", "slug", "ru", "en", "es")
    assert [tuple(entry[name] for name in names) for entry in found] == [
        tuple(getattr(product, name) for name in names) for product in PRODUCTS
    ]


def test_products_follow_the_header(client):
    found = client.get("/products", headers={"accept-language": "en"}).json()
    assert found[0]["name"] == PRODUCTS[0].en


@pytest.mark.parametrize("query", ["lang=de", "lang=", "lang=EN", "language=en"])
def test_products_refuse_a_query_that_is_none(client, query):
    response = client.get(f"/products?{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
