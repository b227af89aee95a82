import pytest

from tests.containers.engine import CommandError
from tests.containers.smoking import smoke
from tests.containers.stack import CORE, stack
from tests.waiting import wait_until

SERVICES = (*CORE, "postgres", "store")
VERSION = "/api/2.0/mlflow/registered-models/alias?name=bank-rs&alias=champion"
CHOSEN = {
    "POSTGRES_PASSWORD": "chosen for this test",
    "S3_SECRET_KEY": "chosen-for-this-test-too",
    "MLFLOW_BACKEND_STORE_URI": "postgresql+psycopg://mlflow@postgres/mlflow",
    "MLFLOW_ARTIFACTS_DESTINATION": "s3://mlflow",
}


@pytest.fixture(scope="module")
def running(engine, tag):
    with stack(engine, "bank-rs-postgres", tag, profiles="postgres", **CHOSEN) as running:
        running.up(*CORE)
        yield running


def test_profile_postgres_passes_the_smoke_test(running):
    assert "FAILED" not in smoke(running)


def test_profile_postgres_leaves_the_volume_of_mlflow_empty(running):
    (mlflow,) = running.containers("mlflow")
    assert not running.engine.ask("exec", mlflow, "find", "/var/lib/mlflow", "-type", "f")


@pytest.mark.parametrize("service", ["postgres", "store"])
def test_killed_store_comes_back_with_its_data(running, service):
    before = running.get("BANK_RS_MLFLOW_PORT", VERSION)
    (killed,) = running.containers(service)
    restarts = running.state(killed)["RestartCount"]
    running.kill(killed)
    running.await_healthy(killed, restarts + 1)
    assert running.get("BANK_RS_MLFLOW_PORT", VERSION) == before
    wait_until(lambda: passes(running), 60)


def passes(running) -> bool:
    """SeaweedFS is called healthy up to two seconds before it finds its volumes."""
    try:
        return "FAILED" not in smoke(running)
    except CommandError:
        return False


def test_profile_postgres_keeps_its_data_over_down_and_up(running):
    before = running.get("BANK_RS_MLFLOW_PORT", VERSION)
    running.down()
    running.up(*CORE)
    assert running.get("BANK_RS_MLFLOW_PORT", VERSION) == before
    assert "FAILED" not in smoke(running)


@pytest.mark.parametrize(
    ("missing", "service", "said"),
    [
        ("POSTGRES_PASSWORD", "postgres", "POSTGRES_PASSWORD"),
        ("S3_SECRET_KEY", "store", "S3_SECRET_KEY"),
        ("MLFLOW_BACKEND_STORE_URI", "bucket", "MLFLOW_BACKEND_STORE_URI"),
    ],
)
def test_profile_postgres_with_something_missing_says_so(engine, tag, missing, service, said):
    chosen = CHOSEN | {missing: ""}
    with stack(engine, "bank-rs-missing", tag, profiles="postgres", **chosen) as refused:
        with pytest.raises(CommandError):
            refused.up(service)
        assert said in refused.compose("logs", service)
