from bank_rs.model.champion import Champion
from tests.test_cli import bank_rs


def trained_on_spark(panel, folder, uri, *options):
    environment = {
        "MLFLOW_TRACKING_URI": uri,
        "BANK_RS_MODEL_NAME": "cli-train",
        "BANK_RS_STATE_DIR": folder,
        "BANK_RS_MODELS_DIR": folder,
        "COLUMNS": 120,
    }
    rounds = ("--rounds", 2, "--describe", "simulated")
    return bank_rs("train", "--data", panel, "--engine", "spark", *rounds, *options, **environment)


def test_spark_draws_what_the_champion_is_trained_on(panel_file, panel, mlflow_uri, tmp_path):
    options = ("--master", "local[2]", "--conf", "spark.driver.memory=1g", "--clients", 500)
    result = trained_on_spark(panel_file, tmp_path, mlflow_uri, *options)
    assert result.returncode == 0, result.stderr
    assert "cli-train version 1 is the champion" in result.stdout
    champion = Champion.load(tmp_path / "champion")
    assert champion.card.data.rows == panel.height
    assert 0 < champion.reference.rows < 800


def test_setting_without_a_value_is_refused(panel_file, mlflow_uri, tmp_path):
    options = ("--conf", "spark.driver.memory")
    result = trained_on_spark(panel_file, tmp_path, mlflow_uri, *options)
    assert result.returncode == 2
    assert "write it as KEY=VALUE" in result.stderr
