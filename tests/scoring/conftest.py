import pytest

from bank_rs.scoring.model import ScoringModel
from tests.disks import mounted


@pytest.fixture(scope="session")
def model(training):
    return ScoringModel(training.champion, "1")


@pytest.fixture
def small_disk(tmp_path):
    with mounted(tmp_path / "disk", "2m") as disk:
        yield disk
