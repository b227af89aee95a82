"""Model folders for tests, whole and not, and their way into a registry."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import mlflow
import yaml
from mlflow import MlflowClient

from bank_rs.model.champion import CARD_FILE, PIPELINE_FILE, Champion
from bank_rs.registry.golden import GOLDEN_FILE
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.logged_run import upload
from bank_rs.registry.storage import save_model


def other_model(folder: Path, new: Path) -> Path:
    """The model of a folder with other rates, as another folder."""
    champion = Champion.load(folder)
    champion.pipeline.steps[-1][1].rates_ *= 0.5
    save_model(champion, new)
    return new


def copy(folder: Path, new: Path) -> Path:
    shutil.copytree(folder, new)
    return new


def register(uri: str, name: str, folder: Path, sha256: str | None = None) -> str:
    """Upload a folder as it is; with another hash than its own if one is given."""
    mlflow.set_tracking_uri(uri)
    mlflow.set_experiment(name)
    with mlflow.start_run() as run:
        version = upload(folder, run, name)
    if sha256:
        MlflowClient(uri).set_model_version_tag(name, version, "sha256", sha256)
    return version


def remove_golden(folder: Path) -> None:
    (folder / GOLDEN_FILE).unlink()


def break_golden(folder: Path) -> None:
    (folder / GOLDEN_FILE).write_text('{"sha256": "')


def remove_pipeline(folder: Path) -> None:
    (folder / PIPELINE_FILE).unlink()


def remove_card(folder: Path) -> None:
    (folder / CARD_FILE).unlink()


def tamper_with_pipeline(folder: Path) -> None:
    with (folder / PIPELINE_FILE).open("ab") as file:
        file.write(b"\0")


def replace_pipeline(folder: Path) -> None:
    """By something that is no pipeline, with a hash that is right."""
    (folder / PIPELINE_FILE).write_bytes(b"no pipeline")
    golden = json.loads((folder / GOLDEN_FILE).read_text())
    golden["sha256"] = pipeline_sha256(folder)
    (folder / GOLDEN_FILE).write_text(json.dumps(golden))


def edit_libraries(folder: Path) -> None:
    card = yaml.safe_load((folder / CARD_FILE).read_text())
    card["metadata"]["libraries"]["lightgbm"] = "4.0.9"
    (folder / CARD_FILE).write_text(yaml.safe_dump(card))


def edit_probability(folder: Path, by: float = 1e-9) -> None:
    golden = json.loads((folder / GOLDEN_FILE).read_text())
    golden["records"][20]["probabilities"][2] += by
    (folder / GOLDEN_FILE).write_text(json.dumps(golden))


FLAWS: dict[str, Callable[[Path], None]] = {
    r"golden\.json.* is missing or not whole": remove_golden,
    r"golden\.json.* missing or not whole": break_golden,
    r"model\.skops is missing or is not the file": remove_pipeline,
    r"model\.skops .* not the file that was stored, as its SHA-256": tamper_with_pipeline,
    r"does not hold a bank-rs model": replace_pipeline,
    r"MLmodel is missing": remove_card,
    r"stored by lightgbm 4\.0\.9 and \d.* is installed": edit_libraries,
    r"no longer gives the answers.* golden record 21 alone": edit_probability,
}
"""What can be wrong with a folder, by what is said of it."""
