import pytest

from bank_rs.catalog import PRODUCTS
from bank_rs.data.example import EXAMPLE_RECORD
from bank_rs.data.field_names import FIELD_NAMES

MOST_FIELDS = 5
KNOWN = {*FIELD_NAMES, *(product.column for product in PRODUCTS)}


def ask(client, record=EXAMPLE_RECORD, **query):
    response = client.post("/explain", json=record, params=query)
    assert response.status_code == 200
    return response.json()


@pytest.mark.parametrize("k", [1, 3, 7])
def test_explain_explains_what_recommend_recommends(client, k):
    found = ask(client, k=k)
    offered = client.post("/recommend", json=EXAMPLE_RECORD, params={"k": k}).json()
    names = ("code", "name", "probability")
    assert [{name: entry[name] for name in names} for entry in found] == offered


def test_explain_explains_three_products_unless_told(client):
    assert len(ask(client)) == 3


def test_explain_names_up_to_five_fields_by_their_strength(client, raw_records):
    for record in raw_records[:40]:
        for product in ask(client, record, k=7):
            values = [field["contribution"] for field in product["fields"]]
            assert len(values) <= MOST_FIELDS
            assert values == sorted(values, key=abs, reverse=True)
            for field in product["fields"]:
                assert field["field"] in KNOWN
                assert (field["direction"] == "raises") == (field["contribution"] > 0)


@pytest.mark.parametrize("lang", ["ru", "en", "es", "code"])
def test_explain_has_a_sentence_with_the_products_name(client, lang):
    names = {product.code: getattr(product, lang) for product in PRODUCTS}
    for product in ask(client, lang=lang):
        assert product["name"] == names[product["code"]]
        assert product["sentence"].endswith(".")
        assert lang == "code" or product["sentence"].startswith(product["name"])


def test_explain_speaks_each_language(client):
    sentences = {ask(client, lang=lang)[0]["sentence"] for lang in ("ru", "en", "es")}
    assert len(sentences) == 3


def test_explain_tells_no_value(client):
    told = str(ask(client, EXAMPLE_RECORD | {"nomprov": "ESMERALDA", "renta": 918273.5}))
    assert "ESMERALDA" not in told
    assert "918273" not in told


@pytest.mark.parametrize("k", ["0", "8", "x"])
def test_explain_refuses_a_k_that_is_none(client, k):
    response = client.post("/explain", json=EXAMPLE_RECORD, params={"k": k})
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["k"]


def test_explain_uses_the_history_it_is_given(client, remembering, raw_records):
    used = [
        remembering.post("/explain", json=record).headers["x-history"]
        for record in raw_records[:20]
    ]
    assert "store" in used
    plain = client.post("/explain", json=raw_records[0])
    assert plain.headers["x-history"] == "none"
