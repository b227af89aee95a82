import pytest

from bank_rs.data.history_store import write_history


@pytest.fixture(scope="session")
def history_file(panel_file, tmp_path_factory):
    """The months of the simulated panel."""
    path = tmp_path_factory.mktemp("history") / "history.months"
    write_history(panel_file, path, lambda *_: None)
    return path
