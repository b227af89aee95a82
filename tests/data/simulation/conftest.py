import polars as pl
import pytest

from bank_rs.data.simulation import simulate

CLIENTS = 20_000


@pytest.fixture(scope="session")
def bank():
    """A simulated bank of 20,000 clients, about 1/48 of the real one."""
    return simulate(CLIENTS)


@pytest.fixture(scope="session")
def transitions(bank):
    """Records of one client in consecutive months, the later one's columns ending in _next."""
    months = bank["fetch_date"].unique().sort()
    following = pl.DataFrame({"fetch_date": months[:-1], "next_date": months[1:]})
    return bank.join(following, on="fetch_date").join(
        bank, left_on=["id", "next_date"], right_on=["id", "fetch_date"], suffix="_next"
    )
