import pytest

from bank_rs.registry.promotion import Promotion
from tests.registry.releases import register
from tests.test_cli import bank_rs


@pytest.fixture
def environment(mlflow_uri, models_dir, request):
    """Of a model of this test's own with two versions, of which none is the champion yet."""
    name = f"cli-{request.node.originalname}"
    for _ in range(2):
        register(mlflow_uri, name, models_dir / "champion")
    return {"MLFLOW_TRACKING_URI": mlflow_uri, "BANK_RS_MODEL_NAME": name}


def test_version_is_promoted_and_rolled_back(environment):
    name = environment["BANK_RS_MODEL_NAME"]
    for version in (1, 2):
        said = bank_rs("promote", version, **environment).stdout
        assert said == f"{name} version {version} is the champion\n"
    assert bank_rs("rollback", **environment).stdout == f"{name} version 1 is the champion again\n"
    assert Promotion(environment["MLFLOW_TRACKING_URI"], name, "champion").now().version == "1"


def test_other_alias_is_promoted_by_its_setting(environment):
    said = bank_rs("promote", 2, BANK_RS_MODEL_ALIAS="challenger", **environment).stdout
    assert said.endswith("version 2 is the challenger\n")


def test_challenger_comes_and_goes(environment):
    name = environment["BANK_RS_MODEL_NAME"]
    bank_rs("promote", 1, **environment)
    said = bank_rs("promote", 2, "--challenger", **environment).stdout
    assert said == f"{name} version 2 is the challenger\n"
    aliases = ("champion", "challenger")
    champion, challenger = (
        Promotion(environment["MLFLOW_TRACKING_URI"], name, alias) for alias in aliases
    )
    assert (champion.now().version, challenger.now().version) == ("1", "2")
    said = bank_rs("rollback", "--challenger", **environment).stdout
    assert said == f"{name} version 2 is the challenger no more\n"
    assert challenger.now() is None
    assert champion.now().version == "1"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("promote", 99), "has no version 99"),
        (("promote", 99, "--challenger"), "has no version 99"),
        (("rollback", "--challenger"), "has no challenger to withdraw"),
        (("rollback",), "no version before its champion to go back to: name one with"),
    ],
)
def test_version_that_is_not_there_is_one_sentence(arguments, told, environment):
    result = bank_rs(*arguments, **environment)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert told in result.stderr


@pytest.mark.parametrize("arguments", [("promote", 1), ("rollback",)])
def test_absent_registry_is_one_sentence(arguments, closed_port):
    result = bank_rs(*arguments, MLFLOW_TRACKING_URI=f"http://127.0.0.1:{closed_port}")
    assert result.returncode == 1
    assert result.stderr.startswith("error: MLflow at http://127.0.0.1")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("version", ["0", "-1", "newest"])
def test_number_that_is_none_is_refused(version):
    result = bank_rs("promote", "--", version)
    assert result.returncode == 2
    assert "VERSION" in result.stderr


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            "promote",
            ["rollback", "VERSION", "BANK_RS_POLL_SECONDS", "no request lost", "BANK_RS_CANARY"],
        ),
        ("rollback", ["bank-rs promote", "bank-rs train", "Twice", "--challenger"]),
    ],
)
def test_help_teaches(command, words):
    said = " ".join(bank_rs(command, "--help", COLUMNS=100).stdout.split())
    for word in words:
        assert word in said
