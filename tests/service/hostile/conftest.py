import pytest

from tests.service.server import serving
from tests.test_cli import BANK_RS


@pytest.fixture(scope="package")
def server(models_dir, closed_port, tmp_path_factory):
    """The whole service as an operator starts it, with little patience for slow bodies."""
    folder = tmp_path_factory.mktemp("hostile")
    settings = {
        "models_dir": models_dir,
        "mlflow_port": closed_port,
        "graphite_port": closed_port,
        "state_dir": folder / "var",
        "drain_seconds": 0,
        "request_seconds": 1,
    }
    with serving(folder / "log", BANK_RS, "serve", **settings) as server:
        yield server
