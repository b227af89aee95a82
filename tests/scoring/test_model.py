import pytest

from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.release import ReleaseRefusedError
from bank_rs.scoring.model import ModelNameError, ScoringModel
from bank_rs.settings import Settings


def test_model_of_a_folder_is_named_by_its_hash(models_dir):
    found = ScoringModel.find(str(models_dir / "champion"), Settings())
    assert found.version == pipeline_sha256(models_dir / "champion")[:12]


def test_model_that_is_not_named_is_the_copy_in_models(models_dir):
    found = ScoringModel.find(None, Settings(models_dir=models_dir))
    assert found.version == pipeline_sha256(models_dir / "champion")[:12]


def test_model_of_a_folder_that_holds_none_is_refused(tmp_path):
    with pytest.raises(ReleaseRefusedError, match=r"golden\.json"):
        ScoringModel.find(str(tmp_path), Settings())


@pytest.mark.parametrize("name", ["models:", "models:/bank-rs", "models:/bank-rs/latest"])
def test_model_name_that_leads_nowhere_says_how_to_write_one(name):
    with pytest.raises(ModelNameError, match="models:/bank-rs@champion"):
        ScoringModel.find(name, Settings())
