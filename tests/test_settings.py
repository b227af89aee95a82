import pytest

from bank_rs.settings import Settings, SettingsError


def test_settings_default_to_the_local_mlflow():
    assert Settings(_env_file=None, mlflow_port=5001).tracking_uri == "http://127.0.0.1:5001"


def test_settings_environment_beats_default(monkeypatch):
    monkeypatch.setenv("BANK_RS_PORT", "8001")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://mlflow:5000")
    settings = Settings(_env_file=None)
    assert (settings.port, settings.tracking_uri) == (8001, "http://mlflow:5000")


@pytest.mark.parametrize(("given", "share"), [("10%", 0.1), ("0.1", 0.1), ("100%", 1), ("0", 0)])
def test_share_is_a_percentage_or_a_number(monkeypatch, given, share):
    monkeypatch.setenv("BANK_RS_CANARY", given)
    assert Settings(_env_file=None).canary == share


@pytest.mark.parametrize("given", ["101%", "1.5", "-1%", "nan%", "ten%", "%"])
def test_share_that_is_none_is_refused(monkeypatch, given):
    monkeypatch.setenv("BANK_RS_SHADOW", given)
    with pytest.raises(SettingsError, match=r"^BANK_RS_SHADOW is set wrongly"):
        Settings.read()


def test_settings_of_the_challenger_differ_by_the_alias():
    settings = Settings(_env_file=None, challenger_alias="next")
    assert settings.of_challenger.model_alias == "next"
    assert settings.of_challenger.model_copy(update={"model_alias": "champion"}) == settings


@pytest.mark.parametrize(
    ("name", "value"), [("BANK_RS_PORT", "70000"), ("BANK_RS_METRICS_INTERVAL", "0")]
)
def test_setting_breaking_its_rule_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name} is set wrongly: input should be"):
        Settings.read()
