"""A real server whose timer compares a real prediction log and pushes to a real Graphite."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from drift_bank import PLANTS, Log

from bank_rs.data.panel import with_history
from bank_rs.loop.drift import latest_drift
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.service.watching.drift_timer import CHILD, LOCK_FILE
from bank_rs.settings import Settings
from tests.service.metered import metered
from tests.waiting import wait_until

PLANT, READING = PLANTS["20 % of ages null"]
SERVING_DOES_WITHOUT = ("mlflow", "pandas", "pyarrow", "matplotlib", "jinja2")
SECONDS = 120


@pytest.fixture(scope="module")
def rows(panel):
    joined = with_history(panel)
    newest = joined.filter(joined["fetch_date"] == joined["fetch_date"].max())
    return newest.sample(fraction=1, shuffle=True, seed=1)


@pytest.fixture
def log(training, models_dir, tmp_path):
    """The log of the week that ends in an hour, in the state folder of `metered`."""
    sha256, until = pipeline_sha256(models_dir / "champion"), datetime.now(UTC) + timedelta(hours=1)
    return Log(tmp_path / "var" / "predictions", training.champion, sha256, until)


def test_timer_pushes_and_says_when_drift_begins_and_ends(
    graphite, models_dir, rows, log, tmp_path, closed_port
):
    log.write(PLANT(rows))
    prefix = "drift-timer"
    given = {"mlflow_port": closed_port, "drift_seconds": 1, "metrics_prefix": prefix}
    with metered(graphite, tmp_path, models_dir, log_share=1, **given) as server:
        wait_until(lambda: server.said(f"drift of the last week: {READING}"), SECONDS)
        wait_until(lambda: 1 in graphite.values(f"{prefix}.drift.week.alarms"), SECONDS)
        assert READING in [a.name for a in latest_drift(tmp_path / "var/drift").alarms["week"]]
        shutil.rmtree(log.folder)
        log.write(rows)
        wait_until(lambda: server.said(f"no more drift of the last week: {READING}"), SECONDS)
        assert server.end() == 0
    began = [line for line in server.lines if "drift of the last week" in line.get("message", "")]
    assert [line["level"] for line in began] == ["warning", "info"]


def test_timer_says_once_what_it_cannot_compare(
    graphite, models_dir, rows, log, tmp_path, closed_port
):
    shutil.copytree(models_dir, tmp_path / "models")
    (tmp_path / "models" / "champion" / "reference.json").unlink()
    log.write(rows)
    given = {"mlflow_port": closed_port, "drift_seconds": 1, "metrics_prefix": "drift-without"}
    with metered(graphite, tmp_path, tmp_path / "models", workers=1, **given) as server:
        wait_until(lambda: server.said("cannot be compared: "), SECONDS)
        noted = (tmp_path / "var" / LOCK_FILE).read_text()
        wait_until(lambda: (tmp_path / "var" / LOCK_FILE).read_text() != noted, SECONDS)
        assert server.end() == 0
    said = [line for line in server.lines if "cannot be compared" in line.get("message", "")]
    assert len(said) == 1
    assert "'bank-rs reference'" in said[0]["message"]


def test_timer_is_off_at_0(graphite, models_dir, tmp_path, closed_port):
    given = {"mlflow_port": closed_port, "drift_seconds": 0, "metrics_prefix": "drift-off"}
    with metered(graphite, tmp_path, models_dir, workers=1, **given) as server:
        assert server.end() == 0
    assert not (tmp_path / "var" / LOCK_FILE).exists()


def test_comparison_needs_only_what_the_service_has(models_dir, rows, log, tmp_path):
    log.write(rows)
    settings = Settings(
        _env_file=None, models_dir=models_dir, state_dir=tmp_path / "var", metrics=False
    )
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({SERVING_DOES_WITHOUT}));"
        f"from {CHILD} import main; sys.exit(main())"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        input=settings.model_dump_json(exclude={"api_keys", "client_key"}),
        capture_output=True,
        text=True,
        env=os.environ,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["week"] == []
