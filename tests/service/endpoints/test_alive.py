from bank_rs import __version__
from bank_rs.registry.identity import pipeline_sha256


def test_root_says_what_answers(client, models_dir):
    answer = client.get("/").json()
    assert set(answer) == {"status", "version", "model_version", "model_source", "up_time"}
    assert answer["status"] == "Alive"
    assert answer["version"] == __version__
    assert answer["model_version"] == pipeline_sha256(models_dir / "champion")[:8]
    assert answer["model_source"] == "models"
    assert answer["up_time"] >= 0


def test_root_counts_up(client):
    first, second = (client.get("/").json()["up_time"] for _ in range(2))
    assert second >= first
