from fastapi.testclient import TestClient

from bank_rs.service.api import create_app


def test_live_and_ready_answer(client):
    assert client.get("/health/live").json() == {"status": "live"}
    ready = client.get("/health/ready").json()
    assert ready == {"status": "ready", "model_version": client.get("/model").json()["version"]}


def test_service_that_ends_is_live_and_not_ready(settings):
    app = create_app(settings)
    with TestClient(app) as client:
        client.app_state["service"].readiness.withdraw()
        assert client.get("/health/live").status_code == 200
        response = client.get("/health/ready")
        assert client.get("/").status_code == 200
    assert response.status_code == response.json()["status"] == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["retry-after"]
    assert response.json()["request_id"] == response.headers["x-request-id"]
