import numpy as np
import pytest

from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS
from bank_rs.data.simulation.stay import first_months, published_stays


@pytest.fixture(scope="module")
def stays():
    return published_stays()


def here(stays, month):
    return (stays.months >> np.uint32(month) & np.uint32(1)).astype(bool)


def test_stays_add_up_to_the_published_rows(stays):
    rows = [stays.clients[here(stays, t)].sum() for t in range(len(MONTHS))]
    np.testing.assert_allclose(rows, published("presence")["rows"], rtol=0.005)


def test_stays_have_the_published_records_per_client(stays):
    found = np.bincount(np.bitwise_count(stays.months), stays.clients)[1:]
    np.testing.assert_allclose(found, published("presence")["records"], rtol=0.01)


def test_stays_have_the_published_change_from_may_to_june(stays):
    may, june = here(stays, 4), here(stays, 5)
    found = [stays.clients[may & ~june].sum(), stays.clients[june & ~may].sum()]
    np.testing.assert_allclose(found, published("presence")["may_to_june"], rtol=0.01)


def test_clients_without_a_profile_are_as_many_as_published(stays):
    clients, staying, rows = published("presence")["without_profile"]
    lost = stays.clients * stays.without_profile
    spring = sum(here(stays, t) * lost for t in range(6))
    found = [lost.sum(), lost[here(stays, 16)].sum(), spring.sum()]
    np.testing.assert_allclose(found, [clients, staying, rows], rtol=0.01)


def test_first_month_is_the_lowest_bit():
    assert first_months(np.array([1, 6, 1 << 16], np.uint32)).tolist() == [0, 1, 16]
