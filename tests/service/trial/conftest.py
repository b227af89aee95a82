import pytest

from tests.service.trial.challengers import bold_model, clients, served


@pytest.fixture(scope="session")
def bold(models_dir, tmp_path_factory):
    return bold_model(models_dir / "champion", tmp_path_factory.mktemp("bold") / "model")


@pytest.fixture(scope="session")
def champion(models_dir):
    return served(models_dir / "champion", "1")


@pytest.fixture(scope="session")
def challenger(bold):
    return served(bold, "2")


@pytest.fixture(scope="session")
def asked():
    return clients(200)
