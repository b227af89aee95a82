from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import lightgbm as lgb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from bank_rs.catalog import PRODUCTS
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import with_history
from bank_rs.data.status import status_of
from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.explain import Explainer
from bank_rs.model.explain.source_field import source_field
from bank_rs.model.features import Known
from bank_rs.model.pipeline import make_pipeline
from tests.model.explain.shapley import shapley_values
from tests.model.features.clients import HISTORIES, RECORDS, history_of

STATUS = ("ind_client_activity", "client_activity_1m", "client_segment")
EVERY_FIELD = 1000
DAY = date(2016, 5, 28)
ALL = range(len(PRODUCTS))


@pytest.fixture(scope="module")
def champion(training):
    return training.champion


@pytest.fixture(scope="module")
def explainer(champion):
    return Explainer(champion)


@pytest.fixture(scope="module")
def followed(panel):
    return with_history(panel).drop_nulls("added")


@pytest.fixture(scope="module")
def tiny(champion, followed):
    """Few and small trees; incidence has more rounds than choice, which is padded with none."""
    classifier = AdditionsClassifier(
        rounds=2, incidence_rounds=4, leaves=6, min_leaf_rows=5, min_additions=5
    )
    pipeline = make_pipeline(classifier).fit(followed, unpack(followed["added"]))
    classifier.calibration_ += np.random.default_rng(0).random(classifier.calibration_.shape)
    return replace(champion, pipeline=pipeline)


def encoded(champion, record, history):
    own = record["owned"], status_of(*map(record.get, STATUS))
    known = Known.of_records([own], [history])
    return champion.pipeline[0].transform_records([record], known)


def explained(champion, row, by_score):
    """What the explainer explains of each product not held, from what it would be of each score."""
    classifier = champion.pipeline[-1]
    free = row[0, classifier.products_] != 1
    _, b, c = classifier.calibration_[:, free].reshape(3, -1, *[1] * (by_score.ndim - 1))
    incidence, choice = by_score[0], by_score[1:][free]
    values = b * incidence + c * (choice - choice.mean(axis=0))
    return dict(zip(classifier.products_[free].tolist(), values, strict=True))


def test_contributions_add_up_to_the_score_less_the_mean_one(champion, explainer, followed):
    booster = lgb.Booster(model_str=champion.pipeline[-1].forest_)
    for record in followed.sample(200, seed=1).to_dicts():
        history = history_of(record)
        row = encoded(champion, record, history)
        parts = booster.predict(row, pred_contrib=True).reshape(-1, row.shape[1] + 1)
        scores = booster.predict(row, raw_score=True)[0] - parts[:, -1]
        expected = explained(champion, row, scores)
        found = explainer.explain(record, history, list(expected), EVERY_FIELD)
        sums = [sum(value for _, value in contributions) for contributions in found]
        assert sums == pytest.approx(list(expected.values()), abs=1e-7)


def test_trees_contributions_and_mean_add_up_to_raw_scores(tiny, followed):
    booster = lgb.Booster(model_str=tiny.pipeline[-1].forest_)
    rows = tiny.pipeline[0].transform(followed)
    parts = booster.predict(rows, pred_contrib=True).reshape(len(rows), -1, rows.shape[1] + 1)
    assert np.abs(parts.sum(axis=2) - booster.predict(rows, raw_score=True)).max() < 1e-12


def test_contributions_are_shapley_values_by_definition(tiny, followed):
    explainer = Explainer(tiny)
    names = tiny.pipeline[0].get_feature_names_out()
    for record in followed.sample(25, seed=2).to_dicts():
        history = history_of(record)
        row = encoded(tiny, record, history)
        values = explained(tiny, row, shapley_values(tiny.pipeline[-1].forest_, row[0]))
        found = explainer.explain(record, history, list(values), EVERY_FIELD)
        for contributions, by_feature in zip(found, values.values(), strict=True):
            expected = dict.fromkeys(map(source_field, names), 0.0)
            for name, value in zip(names, by_feature, strict=True):
                expected[source_field(name)] += value
            assert dict.fromkeys(expected, 0.0) | dict(contributions) == pytest.approx(
                expected, abs=2e-9
            )


def test_contributions_come_in_falling_order_and_no_more_than_asked(explainer, followed):
    record = followed.row(0, named=True)
    everything = explainer.explain(record, history_of(record), ALL, EVERY_FIELD)
    for few, all_of_them in zip(
        explainer.explain(record, history_of(record), ALL), everything, strict=True
    ):
        sizes = [abs(value) for _, value in all_of_them]
        assert sizes == sorted(sizes, reverse=True)
        assert few == all_of_them[:5]
        assert all(sizes)
    assert max(map(len, everything)) > 5


def test_held_product_and_product_known_by_its_rate_have_no_contributions(explainer, champion):
    record = {"fetch_date": DAY, "owned": 1 << 2}
    found = explainer.explain(record, (), ALL)
    told_apart = set(champion.pipeline[-1].products_.tolist()) - {2}
    assert {product for product in ALL if found[product]} == told_apart
    assert len(told_apart) < 23


def test_client_who_holds_everything_has_no_contributions(explainer):
    record = {"fetch_date": DAY, "owned": 2**24 - 1}
    assert explainer.explain(record, (), ALL) == [[] for _ in ALL]


def test_model_of_a_bank_where_nobody_buys_has_no_contributions(champion, followed):
    rows = followed.head(200)
    pipeline = make_pipeline().fit(rows, np.zeros((rows.height, len(PRODUCTS)), np.int8))
    found = Explainer(replace(champion, pipeline=pipeline)).explain(
        rows.row(0, named=True), (), ALL
    )
    assert found == [[] for _ in ALL]


def test_nothing_is_explained_when_no_product_is_asked_for(explainer, followed):
    assert explainer.explain(followed.row(0, named=True)) == []


@given(RECORDS, HISTORIES)
@hypothesis_settings(max_examples=200)
def test_strange_record_is_explained(explainer, record, history):
    for contributions in explainer.explain(record, history, ALL):
        assert np.isfinite([value for _, value in contributions]).all()


def test_threads_ask_at_once(champion, followed):
    explainer = Explainer(champion)
    records = followed.head(60).to_dicts()

    def answer(record):
        return explainer.explain(record, history_of(record), ALL)

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(answer, records))
    assert together == [answer(record) for record in records]
