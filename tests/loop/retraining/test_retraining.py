"""A challenger that fails, one that passes, and what either may do, with a real MLflow."""

import json
from datetime import date
from pathlib import Path

import mlflow
import pytest

from bank_rs.loop.retraining.filing import VerdictFolderError
from bank_rs.loop.retraining.verdict import Verdict
from bank_rs.registry.alias import RegistryUnreachableError
from bank_rs.registry.gate import Force, GateError
from bank_rs.registry.identity import pipeline_sha256


@pytest.fixture(scope="module")
def failing(desk, spoilt_file):
    """Learnt from nonsense; beside the copy in models/, and not promoted though it was asked."""
    found = desk.retrain(spoilt_file, promote=True)
    return found, desk.aliases


@pytest.fixture(scope="module")
def passing(desk, failing, panel_file):
    """Set beside the failing one, which is forced to serve for the purpose."""
    version, journal = failing[0].version, desk.settings.retraining_dir / "forced.jsonl"
    desk.promotion.promote(version, Force("nothing else is there", journal))
    return desk.retrain(panel_file), desk.aliases


def rule(found, name):
    (check,) = (check for check in found.verdict.checks if check.name == name)
    return check


def test_challenger_that_learnt_nonsense_fails(failing):
    found, aliases = failing
    assert not found.verdict.passed
    assert not rule(found, "better than the champion").passed
    assert found.alias is None
    assert aliases == {}
    assert "has no alias" in found.outcome


def test_champion_without_a_version_is_the_copy_in_models(failing, models_dir):
    verdict = failing[0].verdict
    assert verdict.champion is None
    assert verdict.champion_sha256 == pipeline_sha256(models_dir / "champion")
    assert verdict.seen
    assert "flatters" in verdict.notes[0]


def test_verdict_is_with_the_version(desk, failing):
    found, _ = failing
    tags = desk.tags(found.version)
    assert tags["gate"] == "failed"
    assert Verdict.model_validate_json(tags["verdict"]) == found.verdict
    assert json.loads(tags["verdict"])["passed"] is False
    assert {"verdict.html", "report.html", "products.csv"} <= set(desk.files(found.version))


def test_verdict_is_in_the_folder_as_it_is_in_the_run(desk, failing, tmp_path):
    found, _ = failing
    assert found.page == desk.settings.retraining_dir / f"{found.version}.html"
    kept = found.page.with_suffix(".json").read_text()
    assert Verdict.model_validate_json(kept) == found.verdict
    mlflow.set_tracking_uri(desk.settings.tracking_uri)
    run_id = desk.files(found.version)["verdict.html"]
    logged = mlflow.artifacts.download_artifacts(
        run_id=run_id, artifact_path="verdict.html", dst_path=str(tmp_path)
    )
    assert Path(logged).read_text() == found.page.read_text()


def test_verdict_names_what_it_was_judged_on(failing, panel):
    verdict = failing[0].verdict
    assert verdict.month == date(2016, 4, 28)
    assert verdict.months == 5
    assert 0 < verdict.buyers < verdict.clients < panel["id"].n_unique()


def test_challenger_better_than_the_champion_passes(desk, failing, passing):
    found, aliases = passing
    assert found.verdict.passed, found.verdict.checks
    assert found.verdict.champion == failing[0].version
    assert found.alias == "challenger"
    assert aliases == {"champion": failing[0].version, "challenger": found.version}
    assert desk.tags(found.version)["gate"] == "passed"


def test_challenger_that_passed_is_promoted_and_rolled_back(desk, failing, passing):
    good, bad = passing[0].version, failing[0].version
    desk.promotion.promote(good)
    assert desk.aliases == {"champion": good, "previous-champion": bad}
    assert desk.promotion.roll_back() == bad
    assert desk.promotion.roll_back() == good
    with pytest.raises(GateError):
        desk.promotion.promote(bad)
    assert desk.aliases["champion"] == good


def test_failing_challenger_is_forced_with_its_reason(desk, passing, spoilt_file):
    champion = passing[0].version
    desk.promotion.promote(champion)
    before = desk.aliases
    force = Force("to see it", desk.settings.retraining_dir / "forced.jsonl")
    found = desk.retrain(spoilt_file, promote=True, force=force)
    assert not found.verdict.passed
    assert (found.verdict.champion, found.alias) == (champion, "champion")
    assert found.outcome.endswith("is the champion, forced.")
    assert desk.aliases == before | {"champion": found.version, "previous-champion": champion}
    assert desk.tags(found.version)["forced_reason"] == "to see it"
    assert '"to see it"' in force.journal.read_text()


def test_first_challenger_of_all_is_judged_by_popularity(desk, panel_file, tmp_path):
    given = {"model_name": "test-first", "models_dir": tmp_path}
    alone = type(desk)(desk.settings.model_copy(update=given))
    found = alone.retrain(panel_file, promote=True)
    assert [check.name for check in found.verdict.checks] == ["above popularity", "calibration"]
    assert found.verdict.rival == "popularity alone"
    assert alone.aliases == ({"champion": found.version} if found.verdict.passed else {})


def test_work_that_breaks_off_moves_no_alias(desk, spoilt_file, tmp_path):
    (tmp_path / "retraining").write_text("no folder")
    given = {"model_name": "test-broken-off", "state_dir": tmp_path}
    broken = type(desk)(desk.settings.model_copy(update=given))
    with pytest.raises(VerdictFolderError, match="BANK_RS_STATE_DIR"):
        broken.retrain(spoilt_file, promote=True)
    assert broken.aliases == {}
    assert broken.tags("1")["gate"] == "failed"


def test_absent_registry_is_named_before_any_work(settings, desk, tmp_path):
    with pytest.raises(RegistryUnreachableError, match=r"\./run_mlflow\.sh"):
        type(desk)(settings).retrain(tmp_path / "never-read.parquet")
