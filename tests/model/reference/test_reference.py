from pathlib import Path

import numpy as np
import pytest

from bank_rs.data.panel import with_history
from bank_rs.model.champion import PIPELINE_FILE, Champion, ModelFolderError
from bank_rs.model.features.inputs import CATEGORIES
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.reference import REFERENCE_FILE, Reference
from bank_rs.model.reference.building import build_reference, newest_rows, served_rows
from bank_rs.model.reference.fields import FIELDS, HELD


@pytest.fixture(scope="module")
def newest(panel):
    rows = with_history(panel)
    return rows.filter(rows["fetch_date"] == rows["fetch_date"].max())


def test_reference_is_of_all_clients_of_the_newest_month(training, newest):
    reference = training.champion.reference
    assert (reference.month, reference.rows) == (newest["fetch_date"][0], newest.height)
    assert (
        reference.with_history
        == newest["owned_1"].is_not_null().sum()
        + (
            newest.filter(newest["owned_1"].is_null()).select("^owned_[0-9]+$").sum_horizontal() > 0
        ).sum()
    )
    assert all(one.rows == newest.height for one in reference.everyone.values())
    assert set(reference.everyone) == {*FIELDS, *HELD}


def test_reference_has_what_the_shipped_model_answers(training, newest):
    reference, champion = training.champion.reference, training.champion
    probabilities = champion.pipeline.predict_proba(newest)
    known = served_rows(champion, newest).has_history
    assert reference.answers.means == pytest.approx(probabilities[known].mean(axis=0), rel=1e-5)
    assert reference.answers.offers == tuple(
        champion.answers(probabilities)[known].sum(axis=0, dtype=int)
    )


def test_reference_counts_what_a_category_has_not_learnt(training, newest):
    ranks = training.champion.pipeline["features"].ranks_
    for name in CATEGORIES:
        values = newest[name].drop_nulls().cast(str)
        unseen = (~values.is_in(list(ranks[name]))).sum()
        assert training.champion.reference.unseen[name] == unseen


def test_added_is_what_the_last_month_added(training, newest):
    before, now = newest["owned_1"], newest["owned"]
    both = before.is_not_null().to_numpy()
    added = now.to_numpy()[both] & ~before.to_numpy()[both].astype(np.uint32)
    counts = [int((added >> place & 1).sum()) for place in range(24)]
    assert list(training.champion.reference.added) == counts


def test_newest_rows_in_parts_are_those_of_the_whole(panel_file, newest, monkeypatch):
    monkeypatch.setattr("bank_rs.model.reference.building.ROWS", 3000)
    parts = list(newest_rows(panel_file))
    assert len(parts) > 1
    assert sum(part.height for part in parts) == newest.height
    found = {row["id"]: row for part in parts for row in part.iter_rows(named=True)}
    assert all(found[row["id"]] == row for row in newest.iter_rows(named=True))


def test_reference_is_stored_with_the_model(training, models_dir):
    folder = models_dir / "champion"
    assert Reference.read(folder) == training.champion.reference
    assert Champion.load(folder).reference == training.champion.reference
    assert (folder / REFERENCE_FILE).stat().st_size < 200_000


def test_reference_of_the_same_panel_is_the_same(training, panel_file):
    assert build_reference(training.champion, PanelFile(panel_file)) == training.champion.reference


def copied(models_dir, tmp_path):
    for file in (models_dir / "champion").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def test_model_without_a_reference_loads(models_dir, tmp_path):
    folder = copied(models_dir, tmp_path)
    (folder / REFERENCE_FILE).unlink()
    assert Champion.load(folder).reference is None
    assert (folder / PIPELINE_FILE).exists()


def test_model_with_a_damaged_reference_is_not_whole(models_dir, tmp_path):
    folder = copied(models_dir, tmp_path)
    (folder / REFERENCE_FILE).write_text('{"month": "2016')
    with pytest.raises(ModelFolderError):
        Champion.load(folder)


def test_shipped_model_has_a_reference_of_the_whole_bank():
    reference = Reference.read(Path(__file__).parents[3] / "models" / "champion")
    assert reference.rows > 900_000
    assert all(one.rows == reference.rows for one in reference.everyone.values())
