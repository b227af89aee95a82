from datetime import date

import polars as pl
import pytest

from bank_rs.data.panel import with_history
from bank_rs.loop.outcomes.new_month import NewMonth
from tests.loop.outcomes.logged import KEY, logged, write_log

RECORDS, MONTH = date(2016, 4, 28), date(2016, 5, 28)


@pytest.fixture(scope="session")
def champion(training):
    return training.champion


@pytest.fixture(scope="session")
def asked(panel):
    """The records that are answered, with their history and what came true of them."""
    return with_history(panel).filter(pl.col("fetch_date") == RECORDS)


@pytest.fixture(scope="session")
def answers(champion, asked):
    """One answer of version 1 to each record."""
    return logged(champion, asked)


@pytest.fixture(scope="session")
def log(answers, tmp_path_factory):
    return write_log(tmp_path_factory.mktemp("log"), answers)


@pytest.fixture(scope="session")
def new_month(panel):
    rows = panel.filter(pl.col("fetch_date") == MONTH)
    return NewMonth(MONTH, rows.select(KEY.of_all(rows["id"]), "owned"))
