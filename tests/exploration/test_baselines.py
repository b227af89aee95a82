import numpy as np
import pytest

from bank_rs.catalog import CODES
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import split_by_time, transitions
from bank_rs.exploration.baselines import baselines, contenders
from bank_rs.exploration.contender import MODEL


@pytest.fixture(scope="module")
def split(panel):
    return split_by_time(transitions(panel))


@pytest.fixture(scope="module")
def answers(split):
    return baselines(split.train, split.test)


def test_baselines_are_probabilities_and_0_where_held(answers, split):
    held = unpack(split.test["owned"]) == 1
    for given in answers.values():
        assert given.shape == (split.test.height, len(CODES))
        assert given.min() >= 0
        assert given.max() <= 1
        assert not given[held].any()


def test_constants_say_the_same_of_all_who_lack_the_product(answers, split):
    held = unpack(split.test["owned"]) == 1
    for name, given in answers.items():
        spread = np.ptp(np.where(held, np.nan, given)[~held.any(axis=1)], axis=0)
        assert (not name.startswith("constant")) or not spread.any()


def test_one_product_is_the_one_most_often_added(answers, split):
    counts = unpack(split.train["added"]).sum(axis=0)
    (one,) = (given for given in answers.values() if given.max() == 1)
    assert np.flatnonzero(one.any(axis=0)).tolist() == [int(counts.argmax())]


def test_share_of_holders_is_counted_in_the_months_before(answers, split):
    given = answers["frequency: share of holders"]
    free = unpack(split.test["owned"])[:, 2] == 0
    assert given[free, 2] == pytest.approx(unpack(split.train["owned"])[:, 2].mean())


def test_contenders_end_with_the_model_and_beat_chance(split, training):
    judged = contenders(split, training.evidence)
    assert judged[-1].name == MODEL
    assert judged[0].auc == 0.5
    assert all(each.auc > 0.5 for each in judged[1:])


def test_last_month_is_the_baseline_of_the_training_run(split, training):
    judged = {each.name: each.metrics for each in contenders(split, training.evidence)}
    found = judged["constant: rate, last month"]["hit_rate_at_3"]
    assert found == pytest.approx(training.popularity["hit_rate_at_3"])
