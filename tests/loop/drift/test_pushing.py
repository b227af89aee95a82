import pytest
from drift_bank import PLANTS, UNTIL, Log

from bank_rs.loop.drift.pushing import PushError, push_drift, readings_of
from bank_rs.loop.drift.watch import watch
from bank_rs.service.metering.catalogue import names
from bank_rs.settings import Settings
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def drift(model, weeks, shipped, tmp_path_factory):
    log = tmp_path_factory.mktemp("log")
    Log(log, shipped).write(PLANTS["20 % of ages null"][0](weeks[0]))
    return watch(Settings(_env_file=None, log_dir=log), UNTIL, model)


def test_readings_are_those_of_the_catalogue(drift):
    pushed = {name for window in drift.windows for name in readings_of(window)}
    assert pushed == {name for name in names(()) if name.startswith("drift.")}


def test_window_that_was_not_judged_has_its_rows_alone(drift):
    few = drift.windows[0].model_copy(update={"readings": (), "rows": 7})
    assert readings_of(few) == {"drift.day.rows": 7}


def test_drift_arrives_in_graphite(drift, graphite):
    settings = graphite.settings.model_copy(update={"metrics_prefix": "drift-pushed"})
    push_drift(settings, drift)
    week = readings_of(drift.windows[1])

    def arrived(name):
        return graphite.values(f"drift-pushed.drift.week.{name}")

    wait_until(lambda: arrived("rows"))
    assert arrived("alarms") == [1]
    assert arrived("nulls.age") == [pytest.approx(week["drift.week.nulls.age"])]
    assert arrived("nulls.age")[0] == pytest.approx(0.2, abs=0.03)
    assert arrived("psi.age") == [pytest.approx(week["drift.week.psi.age"])]


def test_graphite_that_is_away_is_said_so(drift, closed_port):
    with pytest.raises(PushError, match="takes nothing"):
        push_drift(Settings(_env_file=None, graphite_port=closed_port), drift)
