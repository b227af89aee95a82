from pathlib import Path

import pytest
from drift_bank import Bank

from bank_rs.model.champion import Champion

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def shipped():
    """The shipped model, which has not seen these banks."""
    return Champion.load(ROOT / "models" / "champion")


@pytest.fixture(scope="session")
def bank():
    return Bank.simulate(60_000, 1)


@pytest.fixture(scope="session")
def reference(bank, shipped):
    return bank.reference(shipped, bank.months[-2])


@pytest.fixture(scope="session")
def weeks(bank):
    return bank.weeks(1)


@pytest.fixture(scope="session")
def model(reference, tmp_path_factory):
    """A model folder, of which a comparison reads the reference alone."""
    folder = tmp_path_factory.mktemp("model")
    reference.write(folder)
    return folder
