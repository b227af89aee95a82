"""What goes wrong on Spark ends in recovery, or in one clear error after which a rerun finishes."""

import stat

import polars as pl
import pytest

from bank_rs.data.contract import PanelError
from bank_rs.data.whole_file import OutputError
from bank_rs.scoring.score import Request, score
from bank_rs.spark.engine import Spark
from bank_rs.spark.faults import ExecutorModelError

FOLDER = "month=2016-05-28/model_version=1"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "recommendations"


@pytest.fixture
def run(spark, panel_file, model, out):
    def run(show=lambda *_: None, data=panel_file, **changes):
        request = Request(str(data), str(out), **({"k": 7, "bucket": 500} | changes))
        return score(request, model, Spark(spark), show)

    return run


def clients(out):
    return pl.read_parquet(f"{out}/month=*/**/*.parquet")["client"].n_unique()


def test_panel_that_is_damaged_is_told_and_a_whole_one_finishes(run, panel, tmp_path, out):
    data = tmp_path / "panel"
    data.mkdir()
    files = [data / f"{part}.parquet" for part in range(2)]
    for part, file in enumerate(files):
        panel.filter(pl.col("id") % 2 == part).write_parquet(file)
    whole = files[1].read_bytes()
    middle = len(whole) // 2
    files[1].write_bytes(whole[:4096] + bytes(middle) + whole[4096 + middle :])
    with pytest.raises(PanelError, match="damaged"):
        run(data=data)
    files[1].write_bytes(whole)
    plan, _ = run(data=data)
    assert clients(out) == plan.clients


def test_model_that_an_executor_cannot_load_is_told_and_a_rerun_finishes(
    run, spark, tmp_path, monkeypatch, out
):
    without = tmp_path / "python"
    without.write_text(
        f"#!/bin/sh\nPYTHONPATH={tmp_path} exec {spark.sparkContext.pythonExec} $@\n"
    )
    without.chmod(without.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['bank_rs'] = None\n")
    with monkeypatch.context() as there:
        there.setattr(spark.sparkContext, "pythonExec", str(without))
        with pytest.raises(ExecutorModelError, match="PYSPARK_PYTHON"):
            run()
    plan, _ = run()
    assert clients(out) == plan.clients


def test_disk_that_is_full_is_told_and_more_room_finishes(run, small_disk, out):
    out.symlink_to(small_disk)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2_000_000))
    with pytest.raises(OutputError, match="free some space"):
        run()
    ballast.unlink()
    plan, _ = run()
    assert clients(out) == plan.clients


def test_run_that_is_done_is_not_done_again(run, out):
    run()
    before = {file: file.stat().st_mtime_ns for file in out.rglob("*.parquet")}
    plan, done = run()
    assert done == plan.buckets
    assert {file: file.stat().st_mtime_ns for file in out.rglob("*.parquet")} == before


def test_finished_folder_holds_nothing_but_parquet(run, out):
    run()
    others = [file for file in out.rglob("*") if file.is_file() and file.suffix != ".parquet"]
    assert others == [out / FOLDER / "_SUCCESS"]
    assert pl.read_parquet(out)["model_version"].unique().to_list() == [1]
