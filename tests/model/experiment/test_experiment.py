import polars as pl
import pytest
from mlflow import MlflowClient
from rich.console import Console

from bank_rs.model.experiment.experiment import Experiment
from bank_rs.model.experiment.plan import Plan
from bank_rs.model.experiment.table import tables
from bank_rs.model.experiment.tracking import Tracking
from bank_rs.model.experiment.written import write_report
from bank_rs.registry.registry import Registry, RegistryUnreachableError
from tests.model.experiment import small


@pytest.fixture(scope="module")
def findings(experiment):
    return experiment[0]


@pytest.fixture(scope="module")
def texts(experiment):
    return experiment[1]


@pytest.fixture(scope="module")
def client(mlflow_uri):
    return MlflowClient(mlflow_uri)


@pytest.fixture(scope="module")
def runs(experiment, client, tracking):
    """Runs by name."""
    place = client.get_experiment_by_name(tracking.name).experiment_id
    return {run.info.run_name: run for run in client.search_runs([place], max_results=100)}


def test_every_candidate_is_in_the_table(findings):
    titles = {small.POPULARITY.title, small.COMEBACK.title, small.MODEL.title}
    assert titles < set(findings.comparison["candidate"])
    assert findings.comparison["map_at_7"].is_sorted(descending=True)
    assert findings.comparison["map_at_7_of_limit"].max() < 1.2


def test_children_judge_as_this_process_does(findings, outcome):
    assert dict(findings.shipped.metrics) == pytest.approx(dict(outcome.metrics), nan_ok=True)


def test_backtest_ends_with_the_month_of_the_comparison(findings):
    last = findings.backtest.row(-1, named=True)
    assert findings.backtest.height == 2
    assert last["map_at_7"] == findings.shipped.metrics["map_at_7"]
    assert findings.additions.height == 2 * 24


def test_both_protocols_have_both_models_and_the_published_figures(findings):
    models = findings.seed.group_by("protocol").agg(pl.col("model").n_unique()).sort("protocol")
    assert models.rows() == [("A", 3), ("B", 3)]


def test_runs_of_the_parts_are_nested_in_that_of_the_whole(runs, findings):
    whole = runs["experiment"]
    parents = {name: run.data.tags.get("mlflow.parentRunId") for name, run in runs.items()}
    assert parents["two-stage 2016-05"] == parents["nowcast 2016-05"] == whole.info.run_id
    assert parents["two-stage 2016-04"] == parents["seed protocol B"] == whole.info.run_id
    assert parents["trial 0"] == runs["tuning two-stage"].info.run_id
    assert {run.info.status for run in runs.values()} == {"FINISHED"}
    assert whole.data.metrics["map_at_7"] == findings.shipped.metrics["map_at_7"]
    assert whole.data.metrics["limit_map_at_7"] == findings.limit["map_at_7"]


def test_run_of_a_candidate_has_parameters_quality_and_cost(runs):
    run = runs["two-stage 2016-05"].data
    assert run.params["rounds"] == "5"
    assert run.params["judged"] == "2016-04-28"
    assert {"map_at_7", "f1_micro", "seconds", "memory_mib", "model_mib", "microseconds"} <= set(
        run.metrics
    )


def test_report_is_kept_with_the_run_and_written_where_asked(runs, client, texts, tmp_path):
    run = runs["experiment"].info.run_id
    kept = {file.path for file in client.list_artifacts(run)}
    assert {"report.html", "model.md", "comparison.csv", "backtest.csv", "seed.csv"} <= kept
    write_report(texts, tmp_path / "new" / "folder")
    page = (tmp_path / "new" / "folder" / "report.html").read_text("utf-8")
    assert page == texts["report.html"]


def test_report_says_how_the_figures_came_about(texts, findings):
    document = texts["model.md"]
    assert small.MODEL.title in document
    assert "simulated, 4,000 clients" in document
    given = findings.nowcast.metrics["map_at_7_normalised"]
    assert f"{given:.4f} of the ceiling" in document


def test_terminal_shows_every_part(findings):
    console = Console(width=250)
    with console.capture() as capture:
        for table in tables(findings):
            console.print(table)
    shown = capture.get()
    for words in ("/ limit", "differences", "month by month", "seed project", "two-stage, "):
        assert words in shown


def test_progress_names_each_part_and_reaches_the_end(experiment, shown):
    said, shares = zip(*shown, strict=True)
    assert said[0] == "joining months"
    assert said[-1] == "writing the report"
    assert list(shares) == sorted(shares)
    assert 0 <= min(shares) <= max(shares) <= 1


def test_absent_server_is_found_out_before_any_work(closed_port, tmp_path):
    registry = Registry(f"http://127.0.0.1:{closed_port}", "bank-rs", "champion")
    plan = Plan(data=tmp_path / "nothing.parquet", candidates=(small.POPULARITY, small.MODEL))
    with pytest.raises(RegistryUnreachableError):
        Experiment(plan, Tracking(registry, "nowhere")).run()
