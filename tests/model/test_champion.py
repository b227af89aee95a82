from datetime import date

import numpy as np
import polars as pl
import pytest
import skops.io
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from bank_rs.data.history import HISTORY, HISTORY_MONTHS
from bank_rs.data.panel import with_history
from bank_rs.model.champion import PIPELINE_FILE, Champion, ModelFolderError
from bank_rs.registry.identity import pipeline_sha256
from tests.model.features.clients import HISTORIES, RECORDS, frame_of, history_of


class Stranger:
    """A class no stored model may hold."""


def test_loaded_champion_answers_like_the_trained_one(training, models_dir, panel):
    loaded = Champion.load(models_dir / "champion")
    expected = training.champion.pipeline.predict_proba(panel)
    assert np.array_equal(loaded.pipeline.predict_proba(panel), expected)
    assert loaded.card == training.champion.card


@pytest.fixture(scope="module")
def champion(training):
    return training.champion


def test_record_is_answered_as_in_a_frame(champion, panel):
    rows = with_history(panel).sample(3000, seed=1)
    alone = [champion.probabilities(row, history_of(row)) for row in rows.to_dicts()]
    assert np.array_equal(np.stack(alone), champion.pipeline.predict_proba(rows))


@given(st.lists(st.tuples(RECORDS, HISTORIES), min_size=1, max_size=4))
def test_strange_record_is_answered_as_in_a_frame(champion, clients):
    rows = frame_of(*zip(*clients, strict=True))
    alone = [champion.probabilities(*client) for client in clients]
    assert np.array_equal(np.stack(alone), champion.pipeline.predict_proba(rows))
    assert np.isfinite(alone).all()


@pytest.mark.parametrize("months", [0, 1, HISTORY_MONTHS])
def test_record_is_answered_however_much_is_known(champion, panel, months):
    last = with_history(panel).filter(pl.col("fetch_date") == date(2016, 5, 28)).head(200)
    lost = [name for name in HISTORY if int(name.split("_")[1]) > months]
    known = [champion.probabilities(row, history_of(row)[:months]) for row in last.to_dicts()]
    assert np.array_equal(np.stack(known), champion.pipeline.predict_proba(last.drop(lost)))


def test_record_of_a_date_and_products_alone_is_answered(champion):
    found = champion.probabilities({"fetch_date": date(2016, 5, 28), "owned": 4})
    assert found.shape == (24,)
    assert found[2] == 0
    assert ((found >= 0) & (found < 1)).all()


def test_missing_folder_is_refused_with_the_cure(tmp_path):
    with pytest.raises(ModelFolderError, match=r"bank-rs train"):
        Champion.load(tmp_path / "champion")


def test_folder_without_card_is_refused(models_dir, tmp_path):
    (tmp_path / "MLmodel").write_text("flavors: {}\n")
    (tmp_path / PIPELINE_FILE).write_bytes((models_dir / "champion" / PIPELINE_FILE).read_bytes())
    with pytest.raises(ModelFolderError, match="does not hold a bank-rs model"):
        Champion.load(tmp_path)


@pytest.mark.parametrize("broken", ["MLmodel", PIPELINE_FILE])
def test_folder_with_a_broken_file_is_refused(broken, models_dir, tmp_path):
    for name in ("MLmodel", PIPELINE_FILE):
        (tmp_path / name).write_bytes((models_dir / "champion" / name).read_bytes())
    (tmp_path / broken).write_bytes(b"{ neither a zip nor YAML")
    with pytest.raises(ModelFolderError, match="does not hold a bank-rs model"):
        Champion.load(tmp_path)


def test_class_that_is_not_trusted_is_refused(models_dir, tmp_path):
    (tmp_path / "MLmodel").write_bytes((models_dir / "champion" / "MLmodel").read_bytes())
    skops.io.dump(
        Pipeline([("a", LogisticRegression()), ("b", Stranger())]), tmp_path / PIPELINE_FILE
    )
    with pytest.raises(ModelFolderError, match="does not hold a bank-rs model"):
        Champion.load(tmp_path)


def test_fingerprint_changes_with_the_pipeline(models_dir, tmp_path):
    (tmp_path / PIPELINE_FILE).write_bytes(b"another")
    assert pipeline_sha256(tmp_path)[:8] != pipeline_sha256(models_dir / "champion")[:8]


def test_stored_pipeline_names_no_script(models_dir):
    stored = skops.io.get_untrusted_types(file=models_dir / "champion" / PIPELINE_FILE)
    assert stored == [
        "bank_rs.model.additions.AdditionsClassifier",
        "bank_rs.model.features.client_features.ClientFeatures",
    ]


def test_stored_model_names_no_folder_of_this_machine(models_dir):
    text = (models_dir / "champion" / "MLmodel").read_text("utf-8")
    assert str(models_dir) not in text
    assert yaml.safe_load(text)["metadata"]["data"]["description"] == "simulated"
