"""The whole local stack, started and stopped as a user does it."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil
import pytest

from bank_rs.catalog import PRODUCTS
from tests.stack.conftest import ROOT
from tests.waiting import wait_until

START_SECONDS = 150
REQUESTS = 300
COMMAND = (Path(sys.executable).with_name("bank-rs"), "run")
COUNT_ON_DISK = """
import sys, whisper
print(sum(value or 0 for path in sys.argv[1:] for value in whisper.fetch(path, 0)[1]))
"""


@dataclass
class Stack:
    """A running stack: its process, what it printed and where its state is."""

    process: subprocess.Popen
    variables: dict
    output: Path
    state_dir: Path

    @property
    def text(self):
        return self.output.read_text("utf-8")

    def address(self, name):
        return re.search(rf"^{name} +(http://\S+)", self.text, re.MULTILINE)[1]

    def processes(self):
        """Processes with the state folder in their environment, the supervisor's included."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.environ().get("BANK_RS_STATE_DIR") == str(self.state_dir):
                    found.append(process)
        return found

    def interrupt(self):
        """What Ctrl-C does: the signal reaches the whole group of the terminal's process."""
        os.killpg(self.process.pid, signal.SIGINT)

    def requests_answered(self):
        """What the service's own log says."""
        return (self.state_dir / "log/service.log").read_text().count('"status":200,')

    def count_shown(self):
        query = {"target": "sumSeries(bank-rs.response_code.*)", "from": "-1h", "format": "json"}
        series = httpx2.get(f"{self.address('Graphite')}/render", params=query).json()
        return sum(value or 0 for one in series for value, _ in one["datapoints"])

    def champion(self):
        url = f"{self.address('MLflow')}/api/2.0/mlflow/registered-models/get"
        return httpx2.get(url, params={"name": "bank-rs"}).json()["registered_model"]["aliases"]

    def count_on_disk(self):
        files = (self.state_dir / "graphite/whisper/bank-rs/response_code").glob("*.wsp")
        python = ROOT / ".venv-graphite/bin/python"
        command = (python, "-c", COUNT_ON_DISK, *files)
        return float(subprocess.run(command, capture_output=True, check=True).stdout)


@contextmanager
def started(ports, folder):
    variables = {f"BANK_RS_{name.upper()}": str(port) for name, port in ports.items()}
    variables |= {
        "BANK_RS_STATE_DIR": str(folder / "var"),
        "BANK_RS_METRICS_INTERVAL": "1",
        "BANK_RS_GRAPHITE_VENV": str(ROOT / ".venv-graphite"),
    }
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            COMMAND,
            cwd=ROOT,
            env=os.environ | variables,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    stack = Stack(process, variables, folder / "output", folder / "var")
    try:
        wait_until(lambda: "Ctrl-C" in stack.text or process.poll() is not None, START_SECONDS)
        assert process.poll() is None, stack.text
        yield stack
    finally:
        with suppress(ProcessLookupError):
            stack.interrupt()
        process.wait(60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("stack")


@pytest.fixture(scope="module")
def stack(free_ports, folder):
    with started(free_ports, folder) as stack:
        yield stack


def test_run_prints_a_recommendation_and_the_addresses(stack):
    names = "|".join(re.escape(product.ru) for product in PRODUCTS)
    answer = rf'^{{("({names})": 1(, )?)+}} and 0 for the other \d+ products$'
    assert re.search(answer, stack.text, re.MULTILINE)
    for name in ("service", "MLflow", "Graphite"):
        assert httpx2.get(stack.address(name)).is_success


def test_run_registers_the_champion(stack):
    assert stack.champion() == [{"alias": "champion", "version": "1"}]


def test_run_beside_itself_says_where_the_first_one_is(stack):
    second = subprocess.run(
        COMMAND,
        cwd=ROOT,
        env=os.environ | stack.variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"already runs at {stack.address('service')}" in second.stderr
    assert second.stderr.count("\n") == 1


def test_run_shows_every_request_in_graphite(stack):
    before = stack.requests_answered()
    wait_until(lambda: stack.count_shown() == before)
    load = ("run_mimic_load.py", "--requests", str(REQUESTS), "--url", stack.address("service"))
    subprocess.run((sys.executable, *load), cwd=ROOT, check=True, capture_output=True)
    wait_until(lambda: stack.count_shown() >= before + REQUESTS)
    # lines of the log are written a moment later
    wait_until(lambda: stack.requests_answered() >= before + REQUESTS)
    assert stack.count_shown() == stack.requests_answered() == before + REQUESTS


def test_run_interrupted_stores_the_last_metrics_and_leaves_no_process(stack):
    """The last test of the shared stack: it stops it."""
    assert len(stack.processes()) > 5
    httpx2.get(stack.address("service")).raise_for_status()
    stack.interrupt()
    assert stack.process.wait(60) == 0
    assert stack.processes() == []
    stopped = re.findall(r"^stopping (.+)$", stack.text, re.MULTILINE)
    assert stopped == ["service", "graphite-web", "carbon", "mlflow"]
    wait_until(lambda: stack.count_on_disk() == stack.requests_answered())


def test_run_again_keeps_the_data_and_registers_nothing(stack, free_ports, folder):
    assert stack.process.poll() is not None
    answered = stack.requests_answered()
    with started(free_ports, folder) as again:
        assert again.champion() == [{"alias": "champion", "version": "1"}]
        assert "registration" not in again.text
        assert again.count_shown() >= answered
