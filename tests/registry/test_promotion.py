import pytest
from mlflow import MlflowClient

from bank_rs.registry.alias import RegistryAnswerError, RegistryUnreachableError
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


def test_absent_server_is_named_with_the_cure(closed_port):
    absent = Promotion(f"http://127.0.0.1:{closed_port}", "bank-rs", "champion")
    for ask in (absent.now, absent.roll_back, lambda: absent.promote("1")):
        with pytest.raises(RegistryUnreachableError, match=r"\./run_mlflow\.sh"):
            ask()


def test_wrong_server_is_named(promotion):
    said = "MLFLOW_TRACKING_URI"
    with web_server(saying(b"<html>")) as uri, pytest.raises(RegistryAnswerError, match=said):
        Promotion(uri, "bank-rs", "champion").promote("1")
