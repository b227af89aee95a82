import time
from datetime import UTC, date, datetime

import polars as pl
import pytest

from bank_rs.catalog import PRODUCTS
from bank_rs.loop.outcomes import judge_month, write_outcome
from bank_rs.loop.outcomes.points import push_outcomes, values_of
from bank_rs.service.metering.catalogue import metric_of
from bank_rs.service.metering.outcome_metrics import BY_PRODUCT, REALISED
from bank_rs.settings import Settings
from tests.waiting import wait_until

SLUGS = {product.code: product.slug for product in PRODUCTS}
YEARS = 20 * 365 * 86_400


@pytest.fixture(scope="module")
def judged(log, new_month):
    return judge_month(log, new_month)


def settings_of(graphite, folder, prefix):
    given = {"graphite_port": graphite.settings.graphite_port, "metrics_prefix": prefix}
    return Settings(_env_file=None, state_dir=folder, **given)


def stored(settings, judged, *months):
    for month in months:
        outcome = judged[0].model_copy(update={"month": month})
        write_outcome(settings.outcomes_dir, outcome, judged[1])


def points(graphite, target):
    """Values by their date, of the last 20 years."""
    series = graphite.render(target, from_=int(time.time()) - YEARS)
    return {
        datetime.fromtimestamp(at, UTC): value
        for one in series
        for value, at in one["datapoints"]
        if value is not None
    }


def test_values_are_metrics_of_the_catalogue(judged):
    values = values_of(*judged)
    assert all(metric_of(name) for name in values)
    overall = judged[0].overall
    assert values["outcome.judged"] == overall.clients
    assert {name: values[f"outcome.{name}"] for name in REALISED} == {
        name: overall.metrics[name] for name in REALISED
    }
    assert values["outcome.version.1.brier"] == overall.metrics["brier"]


def test_values_of_products_are_those_there_are(judged):
    outcome, products = judged
    values = values_of(outcome, products)
    for row in products.filter(pl.col("version").is_null()).to_dicts():
        for name in BY_PRODUCT:
            assert values.get(f"outcome.{name}.{SLUGS[row['product']]}") == row[name]


def test_version_is_a_part_of_a_name_whatever_it_is(judged):
    outcome, products = judged
    odd = outcome.versions[0].model_copy(update={"version": "a b.c/7"})
    values = values_of(outcome.model_copy(update={"versions": (odd,)}), products)
    assert "outcome.version.a_b_c_7.map_at_7" in values
    assert all(metric_of(name) for name in values)


def test_month_of_2016_comes_back_from_graphite_at_its_date(graphite, judged, tmp_path):
    settings = settings_of(graphite, tmp_path, "came")
    months = [date(2016, 4, 28), date(2016, 5, 28)]
    stored(settings, judged, *months)
    assert push_outcomes(settings) == 2
    moments = [datetime(2016, month, 28, tzinfo=UTC) for month in (4, 5)]
    for name, value in values_of(*judged).items():
        wait_until(lambda name=name: len(points(graphite, f"came.{name}")) == 2)
        assert points(graphite, f"came.{name}") == dict.fromkeys(moments, pytest.approx(value))


def test_push_again_changes_nothing_and_brings_what_is_missing(graphite, judged, tmp_path):
    settings = settings_of(graphite, tmp_path, "again")
    stored(settings, judged, date(2016, 5, 28))
    push_outcomes(settings)
    stored(settings, judged, date(2016, 4, 28))
    push_outcomes(settings)
    wait_until(lambda: len(points(graphite, "again.outcome.judged")) == 2)
    assert set(points(graphite, "again.outcome.judged").values()) == {judged[0].overall.clients}


def test_series_take_little_room(graphite, judged, tmp_path):
    settings = settings_of(graphite, tmp_path, "room")
    stored(settings, judged, *(date(2016, month, 28) for month in range(1, 13)))
    push_outcomes(settings)
    graphite.store([])
    files = list((graphite.whisper / "room").rglob("*.wsp"))
    assert len(files) == len(values_of(*judged))
    assert max(file.stat().st_size for file in files) == 131_428
    assert max(512 * file.stat().st_blocks for file in files) < 30_000


def test_graphite_that_is_away_takes_nothing(judged, closed_port, tmp_path):
    settings = Settings(_env_file=None, state_dir=tmp_path, graphite_port=closed_port)
    stored(settings, judged, date(2016, 5, 28))
    with pytest.raises(OSError, match="refused"):
        push_outcomes(settings)
