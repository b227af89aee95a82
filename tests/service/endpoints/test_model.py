from hashlib import sha256

from bank_rs.catalog import CODES
from bank_rs.model.champion import PIPELINE_FILE


def test_model_says_what_answers_and_how_good_it_is(client, models_dir, champion):
    answer = client.get("/model").json()
    content = (models_dir / "champion" / PIPELINE_FILE).read_bytes()
    assert answer["sha256"] == sha256(content).hexdigest()
    assert answer["version"] == answer["sha256"][:8]
    assert (answer["source"], answer["alias"], answer["run_id"]) == ("models", "champion", None)
    assert answer["data"]["sha256"] == champion.card.data.sha256
    assert answer["data"]["description"] == "simulated"
    assert answer["metrics"] == champion.card.metrics
    assert answer["libraries"] == champion.card.libraries


def test_model_tells_the_thresholds_by_code(client, champion):
    thresholds = client.get("/model").json()["thresholds"]
    assert list(thresholds) == list(CODES)
    learnt = champion.pipeline.steps[-1][1].thresholds_.tolist()
    known = [(value, own) for value, own in zip(thresholds.values(), learnt, strict=True) if value]
    assert known
    assert all(value == own for value, own in known)


def test_model_of_the_answer_is_the_one_described(client):
    response = client.get("/health/ready")
    assert response.json()["model_version"] == client.get("/model").json()["version"]
