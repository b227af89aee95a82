"""The command with real files: the bank's month, a prediction log, a Graphite."""

from datetime import date, timedelta

import polars as pl
import pytest

from bank_rs.data.panel import with_history
from bank_rs.data.raw_writer import write_raw
from bank_rs.loop.outcomes import read_outcomes, read_products
from tests.cli.test_evaluate import one_sentence
from tests.loop.outcomes.logged import TIME, logged, write_log
from tests.test_cli import bank_rs
from tests.waiting import wait_until

KEY = "k" * 24


@pytest.fixture(scope="module")
def log(training, panel, tmp_path_factory):
    """Version 1 answered everybody in April of 2016, version 2 every second client after it."""
    asked = with_history(panel).filter(pl.col("fetch_date") == date(2016, 4, 28))
    later = logged(training.champion, asked[::2], "2", TIME + timedelta(days=1))
    answers = pl.concat([logged(training.champion, asked), later])
    return write_log(tmp_path_factory.mktemp("log"), answers, parts=2)


@pytest.fixture(scope="module")
def data(panel, tmp_path_factory):
    """The new month as the bank ships it."""
    path = tmp_path_factory.mktemp("data") / "new_month.csv"
    write_raw(panel.filter(pl.col("fetch_date") == date(2016, 5, 28)), path)
    return path


@pytest.fixture
def outcomes(log, data, tmp_path):
    def run(*options, **environment):
        settings = {"BANK_RS_CLIENT_KEY": KEY, "BANK_RS_STATE_DIR": tmp_path} | environment
        return bank_rs("outcomes", "--data", data, "--log", log, *options, **settings)

    return run


@pytest.mark.parametrize("words", ["--month", "YYYY-MM", "--no-push", "with the latest answer"])
def test_help_teaches(words):
    assert words in bank_rs("outcomes", "--help", COLUMNS=110).stdout


def test_outcomes_are_printed_stored_and_pushed(outcomes, graphite, tmp_path):
    port = graphite.settings.graphite_port
    result = outcomes(BANK_RS_GRAPHITE_PORT=port, BANK_RS_METRICS_PREFIX="command", COLUMNS=120)
    assert result.returncode == 0, result.stderr
    for words in ("2016-04, judged by 2016-05", "all versions", "version 2", "by product"):
        assert words in result.stdout
    (outcome,) = read_outcomes(tmp_path / "outcomes")
    assert f"{outcome.asked:,} clients were answered: {outcome.overall.clients:,}" in result.stdout
    assert f"{outcome.overall.metrics['map_at_7_normalised']:.4f}" in result.stdout
    assert [one.version for one in outcome.versions] == ["1", "2"]
    assert read_products(tmp_path / "outcomes", outcome.month).height == 3 * 24
    asked = {"from_": "20160501", "until": "20160601"}
    name = "command.outcome.version.2.map_at_7"
    wait_until(lambda: graphite.values(name, **asked))
    assert graphite.values(name, **asked) == [outcome.versions[1].metrics["map_at_7"]]


def test_graphite_that_is_away_is_a_warning(outcomes, closed_port, tmp_path):
    result = outcomes(BANK_RS_GRAPHITE_PORT=closed_port)
    assert result.returncode == 0
    assert "run this one again" in result.stderr
    assert len(read_outcomes(tmp_path / "outcomes")) == 1


@pytest.mark.parametrize("environment", [{}, {"BANK_RS_METRICS": "false"}])
def test_outcomes_are_not_pushed_where_nobody_wants_it(outcomes, closed_port, environment):
    options = () if environment else ("--no-push",)
    result = outcomes(*options, BANK_RS_GRAPHITE_PORT=closed_port, **environment)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Graphite" not in result.stdout


def test_month_that_the_data_lack_is_one_sentence(outcomes):
    said = one_sentence(outcomes("--month", "2016-06"))
    assert "no records of 2016-06, only of 2016-05 to 2016-05" in said


def test_month_before_that_nobody_asked_about_is_one_sentence(outcomes, panel_file):
    said = one_sentence(outcomes("--data", panel_file, "--month", "2016-02"))
    assert "no answers to records of 2016-01: it has 2016-04" in said


def test_log_that_is_not_there_is_one_sentence(outcomes, tmp_path):
    said = one_sentence(outcomes("--log", tmp_path / "nowhere"))
    assert "nowhere holds no predictions" in said


def test_another_key_is_one_sentence_with_the_cure(outcomes):
    said = one_sentence(outcomes(BANK_RS_CLIENT_KEY="l" * 24))
    assert "none of the" in said
    assert "BANK_RS_CLIENT_KEY" in said
