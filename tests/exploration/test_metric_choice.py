import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from bank_rs.data.ownership import unpack
from bank_rs.data.panel import split_by_time
from bank_rs.exploration.metric_choice import (
    ACCURACY,
    AUC_ALL,
    AUC_ELIGIBLE,
    metric_reading,
    metric_table,
    popularity_scores,
)
from tests.exploration.records import rows_of


def test_popularity_scores_are_rates_and_nothing_where_held():
    rows = rows_of((1, ["cco"]), (2, []), (3, []), (4, []))
    held = np.zeros((2, 24), np.int8)
    held[1, 2] = 1
    scores = popularity_scores(rows, held)
    assert scores[0, 2] == 0.25
    assert scores[1, 2] == 0
    assert scores.sum() == 0.25


def test_metric_table_measures_the_month_of_validation(rows):
    split = split_by_time(rows)
    value = dict(metric_table(split).select("metric", "value").iter_rows())
    added, held = unpack(split.validation["added"]), unpack(split.validation["owned"])
    assert value[ACCURACY] == pytest.approx(1 - added.mean())
    scores = popularity_scores(split.train, held)
    assert value[AUC_ALL] == pytest.approx(roc_auc_score(added.ravel(), scores.ravel()))
    assert value[AUC_ALL] > value[AUC_ELIGIBLE]
    assert value["MAP@7 by the most it can be"] == pytest.approx(
        value["MAP@7 over all clients"] / added.any(axis=1).mean()
    )


def test_metric_reading_repeats_the_table(rows):
    table = metric_table(split_by_time(rows))
    value = dict(table.select("metric", "value").iter_rows())
    assert f"right in {value[ACCURACY]:.2%} of pairs" in metric_reading(table)
