from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from bank_rs.data.panel import with_history
from bank_rs.exploration.serving import ServingChecks
from bank_rs.model.champion import Champion
from bank_rs.service.following.served import ServedModel


@pytest.fixture(scope="module")
def checks(panel, training, models_dir):
    rows = with_history(panel).filter(pl.col("fetch_date") == pl.col("fetch_date").max())
    served = ServedModel(Champion.load(models_dir / "champion"), "1", "models")
    return ServingChecks(training.champion, served, rows[:50])


def test_every_promise_is_kept_by_the_real_parts(checks):
    table = checks.table()
    assert table["kept"].all()
    assert set(table["tried"]) == {"50 records"}


def test_another_model_is_found_out(checks):
    pipeline = checks.trained.pipeline

    class Other:
        def predict_proba(self, rows):
            return np.nextafter(pipeline.predict_proba(rows), 1)

    other = Champion(Other(), checks.trained.card)
    assert not replace(checks, trained=other).unchanged()


def test_a_model_that_answers_otherwise_alone_is_found_out(checks):
    class Forgetful(Champion):
        def probabilities(self, record, history=()):
            return super().probabilities(record)

    served = checks.served.champion
    forgetful = replace(checks.served, champion=Forgetful(served.pipeline, served.card))
    assert not replace(checks, served=forgetful).alone(checks.rows)


def test_a_service_that_answers_otherwise_is_found_out(checks, panel):
    class Silent(Champion):
        def answers(self, probabilities):
            return np.zeros_like(probabilities)

    answered = checks.trained.pipeline.predict(panel).any(axis=1)
    rows = panel.filter(pl.Series(answered))[:20]
    assert replace(checks, rows=rows).as_json()
    champion = checks.served.champion
    silent = replace(checks.served, champion=Silent(champion.pipeline, champion.card))
    assert not replace(checks, served=silent, rows=rows).as_json()
