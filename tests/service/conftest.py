import polars as pl
import pytest
from fastapi.testclient import TestClient

from bank_rs.data.history_store import write_history
from bank_rs.data.raw_writer import raw_values
from bank_rs.model.champion import Champion
from bank_rs.service.api import create_app


@pytest.fixture(scope="session")
def champion(models_dir):
    return Champion.load(models_dir / "champion")


@pytest.fixture(scope="session")
def remembering(settings, panel_file, tmp_path_factory):
    """The service with the months of the simulated panel on file."""
    path = tmp_path_factory.mktemp("history") / "history.months"
    write_history(panel_file, path, lambda *_: None)
    app = create_app(settings.model_copy(update={"history_file": path}))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def last_month(panel) -> pl.DataFrame:
    """The simulated panel's records of its last month."""
    return panel.filter(pl.col("fetch_date") == pl.col("fetch_date").max())


@pytest.fixture(scope="session")
def raw_records(last_month) -> list[dict[str, str | None]]:
    """The same records in the raw file's spelling."""
    return raw_values(last_month).to_dicts()
