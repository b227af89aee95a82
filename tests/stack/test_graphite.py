import subprocess

import pytest

from bank_rs.stack.graphite import GraphiteError, check_graphite


def test_check_graphite(stack_settings):
    check_graphite(stack_settings)


def test_check_graphite_without_its_environment(stack_settings, tmp_path):
    settings = stack_settings.model_copy(update={"graphite_venv": tmp_path})
    with pytest.raises(GraphiteError, match="'make run' makes it"):
        check_graphite(settings)


def test_check_graphite_without_cairo(stack_settings, tmp_path):
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to("/bin/false")
    settings = stack_settings.model_copy(update={"graphite_venv": tmp_path})
    with pytest.raises(GraphiteError, match=r"apt install libcairo2.*brew install cairo"):
        check_graphite(settings)


@pytest.mark.parametrize("interval", [7, 60, 120])
def test_check_graphite_interval_that_does_not_roll_up(stack_settings, interval):
    settings = stack_settings.model_copy(update={"metrics_interval": interval})
    with pytest.raises(GraphiteError, match=f"BANK_RS_METRICS_INTERVAL is {interval}"):
        check_graphite(settings)


@pytest.mark.parametrize("interval", [10, 15, 30])
def test_check_graphite_series_with_finer_slots(stack_settings, interval):
    write_series(stack_settings)
    check_graphite(stack_settings.model_copy(update={"metrics_interval": interval}))


def test_check_graphite_series_that_would_lose_values(stack_settings):
    write_series(stack_settings)
    settings = stack_settings.model_copy(update={"metrics_interval": 5})
    with pytest.raises(GraphiteError, match=r"one value in 10 s, .*INTERVAL to 10, or move"):
        check_graphite(settings)


def write_series(settings):
    file = settings.state_dir / "graphite/whisper/bank-rs/clients.wsp"
    file.parent.mkdir(parents=True)
    create = settings.graphite_venv / "bin/whisper-create.py"
    subprocess.run((create, file, "10s:1h"), check=True, capture_output=True)
