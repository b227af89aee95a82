"""The smoke test against a real stack, whole and with each part in trouble."""

import signal
import socket
import time

import pytest

from tests.scripts.grafana import grafana_faked
from tests.scripts.running import KEY, running
from tests.scripts.smoking import lines, not_ok, smoke
from tests.waiting import wait_until

QUICK = ("--seconds", "5")


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    with running(tmp_path_factory.mktemp("smoke")) as stack:
        yield stack


@pytest.fixture
def check(stack, closed_port, tmp_path):
    """Runs the script on the stack, with no Grafana unless one is named."""

    def run(*options, **variables):
        given = stack.variables | {"GRAFANA_PORT": str(closed_port)} | variables
        return smoke(*options, cwd=tmp_path, **given)

    return run


def test_smoke_of_a_whole_stack_is_ok(check):
    with grafana_faked() as grafana:
        finished = check("--grafana", grafana.url)
    assert (not_ok(finished), finished.returncode) == ({}, 0)
    said = lines(finished)
    assert said["service"][1] == "5 predictions, each offers 1 of 24 products"
    assert said["metrics"][1] == "5 predictions more, under bank-rs"
    assert "champion is version 1 of run " in said["mlflow"][1]
    assert said["model"][1] == "version 1 from registry answers"
    assert said["grafana"][1] == "version 12.4.2, 3 dashboards"


def test_smoke_without_grafana_calls_it_absent(check):
    finished = check()
    assert (not_ok(finished), finished.returncode) == ({"grafana": "absent"}, 0)


@pytest.mark.parametrize("key", ["", "another-key"])
def test_smoke_with_a_wrong_key_says_where_to_put_one(check, key):
    finished = check(BANK_RS_API_KEY=key)
    expected = {"service": "FAILED", "metrics": "skipped", "grafana": "absent"}
    assert (not_ok(finished), finished.returncode) == (expected, 1)
    assert "401: put one of its keys into BANK_RS_API_KEY" in lines(finished)["service"][1]
    assert not key or key not in finished.stdout


def test_smoke_with_what_cannot_be_a_key_does_not_show_it(check):
    finished = check(BANK_RS_API_KEY="half\na-key")
    assert not_ok(finished)["service"] == "FAILED"
    assert "half" not in finished.stdout


def test_smoke_reads_dot_env(stack, closed_port, tmp_path):
    ports = "".join(f"{name}={value}\n" for name, value in stack.variables.items() if value != KEY)
    more = f"# BANK_RS_PORT=1\nexport GRAFANA_PORT={closed_port} # none\nBANK_RS_HOST=0.0.0.0\n"
    (tmp_path / ".env").write_text(f'{ports}{more}BANK_RS_API_KEY="{KEY}"\n')
    assert not_ok(smoke(cwd=tmp_path)) == {"grafana": "absent"}
    elsewhere = smoke(cwd=tmp_path, BANK_RS_API_KEY="the environment goes first")
    assert not_ok(elsewhere)["service"] == "FAILED"


def test_smoke_asks_this_machine_around_a_proxy(check, closed_port):
    proxy = f"http://127.0.0.1:{closed_port}"
    assert not_ok(check(http_proxy=proxy, HTTP_PROXY=proxy)) == {"grafana": "absent"}


def test_smoke_asks_by_the_prefix(check):
    finished = check(*QUICK, BANK_RS_METRICS_PREFIX="bank-sr")
    assert not_ok(finished) == {"metrics": "FAILED", "grafana": "absent"}
    assert "0 of 5 predictions have come under bank-sr" in lines(finished)["metrics"][1]


def test_smoke_counts_what_named_instances_pushed(check, stack):
    name = "bank-rs.web-1.endpoint.predict.response_code.200"
    with socket.create_connection(("127.0.0.1", stack.settings.graphite_port)) as carbon:
        carbon.sendall(f"{name} 1000 {time.time():.0f}\n".encode())
    wait_until(lambda: int(lines(check())["graphite"][1].split()[0]) >= 1000)


def test_smoke_with_carbon_paused_misses_the_points(check, stack):
    carbon = stack.processes["carbon"].child
    carbon.send_signal(signal.SIGSTOP)
    try:
        finished = check(*QUICK)
    finally:
        carbon.send_signal(signal.SIGCONT)
    assert not_ok(finished) == {"metrics": "FAILED", "grafana": "absent"}


@pytest.mark.parametrize("name", ["BANK_RS_MODEL_NAME", "BANK_RS_MODEL_ALIAS"])
def test_smoke_without_a_champion_says_how_to_make_one(check, name):
    finished = check(**{name: "missing"})
    assert not_ok(finished) == {"mlflow": "FAILED", "model": "skipped", "grafana": "absent"}
    assert "'bank-rs register' makes" in lines(finished)["mlflow"][1]


def test_smoke_waits_until_a_new_champion_answers(check, stack):
    sha256 = stack.client.get_model_version("bank-rs", "1").tags["sha256"]
    stack.promote_copy(sha256)
    finished = check()
    assert not_ok(finished) == {"grafana": "absent"}
    assert lines(finished)["model"][1] == "version 2 from registry answers"


def test_smoke_finds_a_champion_that_is_refused(check, stack):
    stack.promote_copy("0" * 64)
    finished = check(*QUICK)
    stack.client.set_registered_model_alias("bank-rs", "champion", "2")
    assert not_ok(finished) == {"mlflow": "FAILED", "model": "FAILED", "grafana": "absent"}
    assert "another file than was registered" in lines(finished)["mlflow"][1]
    assert "version 2 from registry answers, not version 3" in lines(finished)["model"][1]


def test_smoke_finds_that_the_file_is_gone(check, stack):
    (file,) = stack.settings.state_dir.glob("mlflow/artifacts/**/model.skops")
    hidden = file.rename(file.with_suffix(".hidden"))
    finished = check()
    hidden.rename(file)
    assert not_ok(finished) == {"mlflow": "FAILED", "grafana": "absent"}
    assert "the file is gone" in lines(finished)["mlflow"][1]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("graphite", {"graphite": "FAILED", "metrics": "skipped"}),
        ("mlflow", {"mlflow": "FAILED", "model": "skipped"}),
        ("service", {"service": "FAILED", "metrics": "skipped", "model": "FAILED"}),
    ],
)
def test_smoke_with_one_part_silent(check, silent, part, expected):
    finished = check(*QUICK, f"--{part}", silent)
    assert (not_ok(finished), finished.returncode) == (expected | {"grafana": "absent"}, 1)
    assert f"{silent}/" in lines(finished)[part][1]
    assert "gives no answer (TimeoutError)" in lines(finished)[part][1]


@pytest.fixture
def silent():
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_smoke_with_parts_ended_goes_on_with_the_rest(check, stack):
    """The last test of the shared stack: it ends it, part by part."""
    stack.processes["graphite"].stop()
    expected = {"graphite": "FAILED", "metrics": "skipped", "grafana": "absent"}
    assert not_ok(check()) == expected
    stack.processes["mlflow"].stop()
    expected |= {"mlflow": "FAILED", "model": "skipped"}
    finished = check()
    assert (not_ok(finished), finished.returncode) == (expected, 1)
    where = f"{stack.settings.tracking_uri}/api/2.0/mlflow/registered-models/alias"
    cure = "has nobody listening: 'make up' starts it, or --mlflow says where it is"
    assert lines(finished)["mlflow"][1] == f"{where} {cure}"
