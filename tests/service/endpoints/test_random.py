import pytest

from bank_rs.catalog import CODES, PRODUCTS
from bank_rs.data.fields import RAW_COLUMNS


def test_random_repeats_with_its_seed(client):
    first, again, other = (client.get("/random", params={"seed": s}).json() for s in (1, 1, 2))
    assert first == again
    assert first["client"] != other["client"]
    assert list(first["client"]) == list(RAW_COLUMNS)


def test_random_without_seed_varies(client):
    assert len({client.get("/random").json()["client"]["ncodpers"] for _ in range(5)}) > 1


def test_random_answers_what_predict_answers(client):
    for seed in range(20):
        answer = client.get("/random", params={"seed": seed, "lang": "es"}).json()
        again = client.post("/predict", json=answer["client"], params={"lang": "es"})
        assert again.json() == answer["prediction"]


def test_random_names_products_in_the_language_asked_for(client):
    spanish = client.get("/random", headers={"accept-language": "es"}).json()["prediction"]
    assert list(spanish) == [product.es for product in PRODUCTS]
    codes = client.get("/random", params={"lang": "code"}).json()["prediction"]
    assert list(codes) == list(CODES)


@pytest.mark.parametrize("seed", ["x", "-1", "1.5", str(2**63), "9" * 400])
def test_random_with_a_broken_seed_is_refused(client, seed):
    response = client.get("/random", params={"seed": seed})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "seed"


def test_random_takes_the_largest_seed(client):
    assert client.get("/random", params={"seed": 2**63 - 1}).status_code == 200
