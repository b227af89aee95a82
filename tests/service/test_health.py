from fastapi.testclient import TestClient

from bank_rs.settings import Settings
from tests.service.served_app import create_app


def test_live_says_so_whatever_the_service_can_do():
    with TestClient(create_app(Settings(_env_file=None))) as client:
        client.app_state["service"].readiness.withdraw()
        answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


def test_ready_names_the_model_until_it_is_withdrawn():
    with TestClient(create_app(Settings(_env_file=None))) as client:
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json()) == (
            200,
            {"status": "ready", "model_version": "7"},
        )
        client.app_state["service"].readiness.withdraw("Closed for a reason: come back.")
        answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["detail"] == "Closed for a reason: come back."
