from pathlib import Path

import numpy as np
import pytest

from bank_rs.model.champion import ModelFolderError
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.release import ReleaseRefusedError, read_release
from tests.registry.releases import FLAWS, copy

SHIPPED = Path(__file__).parents[2] / "models" / "champion"


@pytest.fixture(scope="module")
def folder(models_dir):
    return models_dir / "champion"


@pytest.mark.parametrize("expected", ["its own", None])
def test_whole_folder_is_read(expected, folder, training, panel):
    release = read_release(folder, expected and pipeline_sha256(folder))
    assert release.sha256 == pipeline_sha256(folder)
    found = release.champion.pipeline.predict_proba(panel)
    assert np.array_equal(found, training.champion.pipeline.predict_proba(panel))


def test_shipped_champion_may_serve():
    read_release(SHIPPED)


@pytest.mark.parametrize(("said", "spoil"), FLAWS.items(), ids=lambda f: getattr(f, "__name__", ""))
def test_spoilt_folder_is_refused(said, spoil, folder, tmp_path):
    spoilt = copy(folder, tmp_path / "spoilt")
    spoil(spoilt)
    with pytest.raises(ReleaseRefusedError, match=said) as refusal:
        read_release(spoilt)
    assert "\n" not in str(refusal.value)


def test_other_pipeline_than_expected_is_refused(folder):
    with pytest.raises(ReleaseRefusedError, match="SHA-256"):
        read_release(folder, "0" * 64)


def test_missing_folder_is_refused_with_the_cure(tmp_path):
    with pytest.raises(ModelFolderError, match="bank-rs train"):
        read_release(tmp_path / "nothing")


def test_folder_without_a_pipeline_has_no_hash(tmp_path):
    assert pipeline_sha256(tmp_path) is None
