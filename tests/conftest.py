import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import polars as pl
import pytest
from fastapi.testclient import TestClient
from hypothesis import settings as laws

from bank_rs.data.simulation import simulate
from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.train import Training, train
from bank_rs.registry.storage import save_model
from bank_rs.service.api import create_app
from bank_rs.settings import Settings
from tests.graphite import Graphite, running_graphite
from tests.waiting import wait_until

ROOT = Path(__file__).parents[1]
SERVER_START_SECONDS = 60

# A law that holds slowly on a busy machine still holds.
laws.register_profile("untimed", deadline=None)
laws.load_profile("untimed")


@pytest.fixture(autouse=True, scope="session")
def _own_environment() -> None:
    """Nothing that whoever runs the tests has set reaches them."""
    forget_settings()


@pytest.fixture(autouse=True)
def _clean_environment() -> Iterator[None]:
    """MLflow writes what it is given into the environment, where the next module would read it."""
    yield
    forget_settings()


def forget_settings() -> None:
    for name in list(os.environ):
        if name.startswith("BANK_RS_") or name in ("MLFLOW_TRACKING_URI", "MLFLOW_EXPERIMENT_ID"):
            del os.environ[name]


@pytest.fixture(scope="session")
def panel() -> pl.DataFrame:
    """A simulated bank of 2,000 clients over the last 6 months."""
    return simulate(2000, months=6, seed=7)


@pytest.fixture(scope="session")
def panel_file(panel: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("panel") / "panel.parquet"
    panel.write_parquet(path)
    return path


@pytest.fixture(scope="session")
def training(panel_file: Path) -> Training:
    classifier = AdditionsClassifier(rounds=10, min_leaf_rows=5, min_additions=5)
    return train(PanelFile(panel_file), "simulated", lambda _: None, classifier)


@pytest.fixture(scope="session")
def models_dir(training: Training, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    save_model(training.champion, folder / "champion")
    return folder


@pytest.fixture(scope="session")
def closed_port() -> Iterator[int]:
    """A port that refuses connections for as long as the tests run: bound, never listening."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.fixture(scope="session")
def settings(
    models_dir: Path, closed_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The shipped copy serves; neither MLflow nor Graphite is there."""
    return Settings(
        _env_file=None,
        models_dir=models_dir,
        state_dir=tmp_path_factory.mktemp("state"),
        mlflow_tracking_uri=f"http://127.0.0.1:{closed_port}",
        graphite_port=closed_port,
    )


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def mlflow_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real MLflow server, started as users start it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("mlflow")
    environment = os.environ | {"BANK_RS_MLFLOW_PORT": str(port), "BANK_RS_STATE_DIR": str(folder)}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [ROOT / "run_mlflow.sh"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: _answers(f"{url}/health", server), SERVER_START_SECONDS)
        yield url
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


@pytest.fixture(scope="session")
def graphite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graphite]:
    """A real Graphite, shared: whoever writes there takes a prefix of its own."""
    with running_graphite(tmp_path_factory.mktemp("graphite")) as graphite:
        yield graphite


def _answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    assert server.poll() is None, f"the server ended with {server.returncode}"
    try:
        return httpx2.get(url).is_success
    except httpx2.HTTPError:
        return False
