from datetime import date
from hashlib import sha256

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted

from bank_rs.data.ownership import unpack
from bank_rs.data.panel import PanelError, split_by_time, transitions
from bank_rs.model.evaluate import ranking_metrics
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.train import train


def test_training_leaves_a_fitted_pipeline(training, panel):
    check_is_fitted(training.champion.pipeline)
    answers = training.champion.pipeline.predict(panel.head(10))
    assert answers.shape == (10, 24)
    assert set(np.unique(answers)) <= {0, 1}


def test_training_describes_its_data(training, panel, panel_file):
    data = training.champion.card.data
    assert data.sha256 == sha256(panel_file.read_bytes()).hexdigest()
    assert (data.rows, data.clients) == (panel.height, panel["id"].n_unique())
    assert (data.first_month, data.last_month) == (date(2015, 12, 28), date(2016, 5, 28))
    assert data.description == "simulated"


def test_training_is_judged_beside_popularity_on_the_last_month(training, panel):
    metrics = training.champion.card.metrics
    test = split_by_time(transitions(panel)).test
    buyers = (test["added"] != 0).mean()
    assert metrics["map_at_7_ceiling"] == training.popularity["map_at_7_ceiling"]
    assert metrics["map_at_7_ceiling"] == pytest.approx(buyers)
    assert training.products["additions"].sum() == test["added"].bitwise_count_ones().sum()


def test_training_beats_popularity_on_what_it_has_seen(training, panel):
    rows = transitions(panel)
    probabilities = training.champion.pipeline.predict_proba(rows)
    seen = ranking_metrics(probabilities, unpack(rows["added"]))
    assert seen["map_at_7_normalised"] > training.popularity["map_at_7_normalised"]


def test_training_reports_each_step(panel_file, training):
    steps: list[str] = []
    classifier = clone(training.champion.pipeline["classifier"])
    train(PanelFile(panel_file), "simulated", steps.append, classifier)
    assert [step.split()[0] for step in steps] == [
        "joining",
        "fitting",
        "calibrating",
        "judging",
        "fitting",
        "asking",
    ]


def test_training_on_two_months_is_refused(panel, tmp_path):
    path = tmp_path / "short.parquet"
    panel.filter(panel["fetch_date"] > date(2016, 3, 28)).write_parquet(path)
    with pytest.raises(PanelError, match="at least 4"):
        train(PanelFile(path), "simulated", lambda _: None)
