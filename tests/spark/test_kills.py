"""Processes that are killed in the middle of a run, and the run after them."""

import json
import os
import signal
import subprocess
import sys

import polars as pl
import psutil
import pytest

from bank_rs.data.simulation import simulate
from tests.waiting import wait_until

pytestmark = pytest.mark.timeout(600)  # Spark starts in ten seconds, or in sixty where others work

EXECUTORS = "CoarseGrainedExecutorBackend"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    path = tmp_path_factory.mktemp("many") / "panel.parquet"
    simulate(10_000, months=3, seed=3).write_parquet(path)
    return path


@pytest.fixture
def start(many, models_dir, tmp_path):
    """Start ``bank-rs score``; all that it started ends with the test."""
    started = []

    def start(*options):
        command = [sys.executable, "-c", "from bank_rs.cli import main; main()", "score"]
        places = ["--data", many, "--out", tmp_path / "out", "--model", models_dir / "champion"]
        process = subprocess.Popen(
            [*command, *places, "--bucket", "1000", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def buckets(out):
    return sorted(out.glob("month=*/model_version=*/bucket=*/*.parquet"))


def await_buckets(process, out, count):
    wait_until(lambda: len(buckets(out)) >= count or process.poll() is not None, 240)
    assert process.poll() is None, process.communicate()[0]


def children(pid):
    return psutil.Process(pid).children(recursive=True)


def command(process):
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # it has ended meanwhile
        return ""


def ended(process):
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


def whole(out, many):
    """Every client of the newest month has recommendations, none twice."""
    newest = pl.scan_parquet(many).filter(pl.col("fetch_date") == pl.col("fetch_date").max())
    expected = newest.select("id").collect()["id"].sort()
    first = pl.read_parquet(out).filter(pl.col("rank") == 1)["client"].sort()
    return first.equals(expected.alias("client"))


@pytest.mark.parametrize(
    "options", [(), ("--engine", "spark", "--master", "local[1]")], ids=["polars", "spark"]
)
def test_run_that_is_killed_leaves_whole_buckets_and_is_finished(start, tmp_path, many, options):
    out = tmp_path / "out"
    process = start(*options)
    await_buckets(process, out, 2)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    plan = json.loads(next(out.rglob("_plan.json")).read_text())
    left = {file: file.stat().st_mtime_ns for file in buckets(out)}
    assert 2 <= len(left) < plan["buckets"]
    for file in left:
        number = int(file.parent.name.removeprefix("bucket="))
        assert (pl.read_parquet(file)["client"] % plan["buckets"] == number).all()
    assert "buckets of them by an earlier run" in ended(start(*options))
    assert whole(out, many)
    assert {file: file.stat().st_mtime_ns for file in left} == left


def test_executor_that_is_killed_is_replaced(start, tmp_path, many):
    process = start("--engine", "spark", "--master", "local-cluster[2,1,1024]")
    await_buckets(process, tmp_path / "out", 1)
    executor = next(child for child in children(process.pid) if EXECUTORS in command(child))
    executor.kill()
    ended(process)
    assert whole(tmp_path / "out", many)
