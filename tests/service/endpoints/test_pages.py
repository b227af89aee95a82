import pytest


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_page_of_the_documentation_is_there(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")


def test_document_describes_every_endpoint(client):
    paths = client.get("/openapi.json").json()["paths"]
    assert {(path, method) for path in paths for method in paths[path]} == {
        ("/", "get"),
        ("/predict", "post"),
        ("/random", "get"),
        ("/predict_proba", "post"),
        ("/recommend", "post"),
        ("/predict/batch", "post"),
        ("/explain", "post"),
        ("/model", "get"),
        ("/products", "get"),
        ("/health/live", "get"),
        ("/health/ready", "get"),
    }


def test_document_has_the_examples_of_a_record(client):
    body = client.get("/openapi.json").json()["paths"]["/predict"]["post"]["requestBody"]
    examples = body["content"]["application/json"]["examples"]
    assert {"typical", "minimal", "nulls", "invalid"} <= set(examples)
