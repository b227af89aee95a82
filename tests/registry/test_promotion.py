import pytest
from mlflow import MlflowClient

from bank_rs.registry.alias import RegistryAnswerError, RegistryUnreachableError
from bank_rs.registry.gate import Force, ForcedPromotion, GateError
from bank_rs.registry.promotion import NoVersionError, Promotion
from tests.registry.releases import register
from tests.registry.web_server import saying, web_server


@pytest.fixture(scope="module")
def three_versions(mlflow_uri, models_dir):
    for _ in range(3):
        register(mlflow_uri, "test-promotion", models_dir / "champion")
    return mlflow_uri, "test-promotion"


@pytest.fixture
def promotion(three_versions):
    uri, name = three_versions
    yield Promotion(uri, name, "champion")
    client = MlflowClient(uri)
    for alias in client.get_registered_model(name).aliases:
        client.delete_registered_model_alias(name, alias)


@pytest.fixture
def refused(promotion):
    """Version 3, which failed the gate."""
    client = MlflowClient(promotion.uri)
    client.set_model_version_tag(promotion.name, "3", "gate", "failed")
    yield "3"
    for tag in client.get_model_version(promotion.name, "3").tags.keys() - {"sha256"}:
        client.delete_model_version_tag(promotion.name, "3", tag)


def serving(promotion):
    return promotion.now().version


def test_promoted_version_has_the_alias(promotion):
    assert promotion.now() is None
    for version in ("2", "1", "1"):
        promotion.promote(version)
        assert serving(promotion) == version


def test_rollback_leads_to_the_version_before_and_back(promotion):
    for version in ("1", "2", "3", "3"):
        promotion.promote(version)
    assert [promotion.roll_back() for _ in range(3)] == ["2", "3", "2"]
    assert serving(promotion) == "2"


def test_aliases_are_rolled_back_apart(promotion):
    pilot = Promotion(promotion.uri, promotion.name, "pilot")
    for version in ("1", "2"):
        promotion.promote(version)
        pilot.promote(str(int(version) + 1))
    assert pilot.roll_back() == "2"
    assert promotion.roll_back() == "1"


@pytest.mark.parametrize("promoted", [[], ["1"], ["1", "1"]])
def test_rollback_without_a_version_before_is_refused(promoted, promotion):
    for version in promoted:
        promotion.promote(version)
    with pytest.raises(NoVersionError, match="bank-rs promote VERSION"):
        promotion.roll_back()


@pytest.mark.parametrize("version", ["99", "0"])
def test_version_that_does_not_exist_is_refused(version, promotion):
    promotion.promote("1")
    with pytest.raises(NoVersionError, match=f"has no version {version}: "):
        promotion.promote(version)
    assert serving(promotion) == "1"


def test_model_that_does_not_exist_is_refused(mlflow_uri):
    with pytest.raises(NoVersionError, match="has no version 1"):
        Promotion(mlflow_uri, "never-made", "champion").promote("1")


def test_version_without_a_hash_is_refused(promotion):
    client = MlflowClient(promotion.uri)
    kept = client.get_model_version(promotion.name, "3").tags["sha256"]
    client.delete_model_version_tag(promotion.name, "3", "sha256")
    with pytest.raises(NoVersionError, match="not registered by bank-rs"):
        promotion.promote("3")
    client.set_model_version_tag(promotion.name, "3", "sha256", kept)


def test_version_that_failed_the_gate_moves_no_alias(promotion, refused):
    promotion.promote("1")
    for alias in (promotion.alias, promotion.challenger, "pilot"):
        with pytest.raises(GateError, match=r"version 3 of .* --force --reason"):
            Promotion(promotion.uri, promotion.name, alias).promote(refused)
    aliases = MlflowClient(promotion.uri).get_registered_model(promotion.name).aliases
    assert aliases == {"champion": "1"}


def test_forced_version_serves_and_the_reason_is_recorded(promotion, refused, tmp_path):
    promotion.promote("1")
    promotion.promote(refused, Force("by the board", tmp_path / "forced.jsonl"))
    assert serving(promotion) == "3"
    tags = MlflowClient(promotion.uri).get_model_version(promotion.name, "3").tags
    assert (tags["forced"], tags["forced_reason"]) == ("champion", "by the board")
    (line,) = (tmp_path / "forced.jsonl").read_text().splitlines()
    assert ForcedPromotion.model_validate_json(line).tags.items() <= tags.items()


def test_rollback_leads_to_a_forced_version_but_promotion_asks_again(promotion, refused, tmp_path):
    promotion.promote("1")
    promotion.promote(refused, Force("by the board", tmp_path / "forced.jsonl"))
    assert [promotion.roll_back(), promotion.roll_back(), promotion.roll_back()] == ["1", "3", "1"]
    with pytest.raises(GateError):
        promotion.promote(refused)
    assert serving(promotion) == "1"


def test_force_that_was_not_needed_is_not_recorded(promotion, tmp_path):
    promotion.promote("2", Force("in case", tmp_path / "forced.jsonl"))
    assert "forced" not in MlflowClient(promotion.uri).get_model_version(promotion.name, "2").tags
    assert list(tmp_path.iterdir()) == []


def test_force_that_cannot_be_recorded_moves_nothing(promotion, refused, tmp_path):
    promotion.promote("1")
    with pytest.raises(GateError, match="cannot be written"):
        promotion.promote(refused, Force("by the board", tmp_path))
    assert serving(promotion) == "1"


def test_promoted_challenger_is_one_no_longer(promotion):
    client = MlflowClient(promotion.uri)
    Promotion(promotion.uri, promotion.name, promotion.challenger).promote("2")
    promotion.promote("1")
    assert client.get_registered_model(promotion.name).aliases["challenger"] == "2"
    promotion.promote("2")
    assert "challenger" not in client.get_registered_model(promotion.name).aliases


def test_absent_server_is_named_with_the_cure(closed_port):
    absent = Promotion(f"http://127.0.0.1:{closed_port}", "bank-rs", "champion")
    for ask in (absent.now, absent.roll_back, lambda: absent.promote("1")):
        with pytest.raises(RegistryUnreachableError, match=r"\./run_mlflow\.sh"):
            ask()


def test_wrong_server_is_named(promotion):
    said = "MLFLOW_TRACKING_URI"
    with web_server(saying(b"<html>")) as uri, pytest.raises(RegistryAnswerError, match=said):
        Promotion(uri, "bank-rs", "champion").promote("1")
