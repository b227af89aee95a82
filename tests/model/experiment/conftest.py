from pathlib import Path

import pytest

from bank_rs.data.simulation.output import write_bank
from bank_rs.model.experiment.experiment import Experiment
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.experiment.outcome import Outcome, judge_candidate
from bank_rs.model.experiment.plan import Plan
from bank_rs.model.experiment.store import Store
from bank_rs.model.experiment.tracking import Tracking
from bank_rs.model.panel_file import PanelFile
from bank_rs.registry.registry import Registry
from tests.model.experiment import small

MONTHS = 5
OTHERS = 0.5


@pytest.fixture(scope="session")
def bank(tmp_path_factory) -> tuple[Path, Path]:
    """Panel and truth of a simulated bank of 4,000 clients over the last 5 months."""
    folder = tmp_path_factory.mktemp("bank")
    panel, truth = folder / "panel.parquet", folder / "truth.parquet"
    write_bank(panel, truth, 4000, MONTHS, 7, lambda *_: None)
    return panel, truth


@pytest.fixture(scope="session")
def store(bank, tmp_path_factory) -> Store:
    return Store.write(PanelFile(bank[0]), tmp_path_factory.mktemp("store"), OTHERS, 2)


@pytest.fixture(scope="session")
def origin(store) -> Origin:
    (last,) = store.origins()
    return last


@pytest.fixture(scope="session")
def outcome(store, origin) -> Outcome:
    return judge_candidate(small.MODEL, store, origin)


@pytest.fixture(scope="session")
def popular(store, origin) -> Outcome:
    return judge_candidate(small.POPULARITY, store, origin)


@pytest.fixture(scope="session")
def tracking(mlflow_uri) -> Tracking:
    return Tracking(Registry(mlflow_uri, "bank-rs", "champion"), "test-experiment")


@pytest.fixture(scope="session")
def shown() -> list[tuple[str, float]]:
    """What the experiment said while it ran."""
    return []


@pytest.fixture(scope="session")
def experiment(bank, tracking, shown):
    """Findings and report of an experiment with every part."""
    panel, truth = bank
    plan = Plan(
        data=panel,
        truth=truth,
        description="simulated, 4,000 clients",
        candidates=(small.POPULARITY, small.COMEBACK, small.MODEL),
        others=OTHERS,
        tune_minutes=0.001,
    )
    return Experiment(plan, tracking, lambda *said: shown.append(said)).run()
