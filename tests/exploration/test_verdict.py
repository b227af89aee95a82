from dataclasses import replace

import pytest

from bank_rs.data.panel import split_by_time, transitions
from bank_rs.exploration.baselines import contenders
from bank_rs.exploration.verdict import champion_table, verdict
from bank_rs.registry.registry import Registry


@pytest.fixture(scope="module")
def judged(panel, training):
    return contenders(split_by_time(transitions(panel)), training.evidence)


def test_verdict_has_the_interval_and_the_best_of_the_others(judged, training):
    best = max(judged[:-1], key=lambda each: each.metrics["map_at_7_normalised"])
    text = verdict(judged, training.evidence)
    assert "95 % interval" in text
    assert f'"{best.name}"' in text


def test_verdict_says_when_the_model_is_no_better(judged, training):
    model = replace(judged[-1], metrics=judged[0].metrics)
    assert "no more than" in verdict([*judged[:-1], model], training.evidence)


def test_verdict_of_a_month_without_buyers_has_no_interval(judged, training):
    evidence = replace(training.evidence, quality=replace(training.evidence.quality, interval=None))
    assert "interval" not in verdict(judged, evidence)


def test_champion_table_names_the_version_behind_the_alias(mlflow_uri, training):
    registry = Registry(mlflow_uri, "test-verdict", "champion")
    version = registry.register(training.champion)
    shown = dict(champion_table(registry, training.evidence).iter_rows())
    assert (shown["registered model"], shown["version"]) == ("test-verdict", version)
    assert shown["data"] == "simulated"
    assert shown["judged on"].startswith("additions by 2016-05")
