import numpy as np
import pytest

from bank_rs.data.published import published
from bank_rs.data.published.months import RELOAD
from bank_rs.data.simulation.departure import draw_departures
from bank_rs.data.simulation.presence import draw_presence


@pytest.fixture(scope="module")
def presence():
    return draw_presence(np.random.default_rng(5), 50_000)


def departures(presence, month, silent=None):
    silent = np.zeros(presence.first.size, bool) if silent is None else silent
    return draw_departures(np.random.default_rng(6), presence, silent, month)


@pytest.mark.parametrize("month", [RELOAD, 11, 16])
def test_departures_are_as_many_as_published(presence, month):
    found = (~np.isnat(departures(presence, month))).sum()
    share = published("presence")["relation_99_share"][month]
    assert found == pytest.approx(share * presence.at(month).sum(), abs=1)


def test_departures_of_the_reload_are_seen_in_spring_as_often_as_published(presence):
    gone = ~np.isnat(departures(presence, RELOAD))
    for month in range(RELOAD):
        share = published("presence")["relation_99_share"][month]
        here = presence.at(month)
        assert gone[here].sum() == pytest.approx(share * here.sum(), rel=0.15)


def test_clients_about_to_leave_go_first(presence):
    gone = ~np.isnat(departures(presence, 9))
    leaving = presence.at(9) & ~presence.at(10)
    assert leaving.sum() <= gone.sum()
    assert gone[leaving].all()


def test_silent_clients_go_next(presence):
    silent = np.random.default_rng(7).random(presence.first.size) < 0.2
    gone = ~np.isnat(departures(presence, 9, silent))
    assert silent[gone & presence.at(10)].all()


def test_last_days_are_weekdays_of_the_month(presence):
    days = departures(presence, 11)
    days = days[~np.isnat(days)]
    assert np.is_busday(days).all()
    assert (days.astype("datetime64[M]") == np.datetime64("2015-12")).all()


def test_christmas_eve_is_the_most_frequent_last_day(presence):
    days = departures(presence, 11)
    share = (days == np.datetime64("2015-12-24")).sum() / (~np.isnat(days)).sum()
    assert share == pytest.approx(published("presence")["top_last_date"]["share"], abs=0.1)
