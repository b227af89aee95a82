"""Single random clients."""

from functools import cache
from typing import Final

import numpy as np
import polars as pl

from bank_rs.data.published import published
from bank_rs.data.raw_writer import raw_values
from bank_rs.data.simulation.bank import simulate

_POOL_CLIENTS: Final = 10_000


def random_record(rng: np.random.Generator) -> dict[str, str | None]:
    """Return one simulated client of the latest month as the bank's raw record.

    The first call simulates a small bank; later calls draw one of its clients and give it a
    client number of its own.

    Parameters
    ----------
    rng
        Source of chance.

    Returns
    -------
    dict of str to str or None
        The raw columns in the order of the file, text padded as there, None where null.
    """
    pool = _pool()
    record: dict[str, str | None] = pool.row(int(rng.integers(pool.height)), named=True)
    first, *_, last = published("profile")["id_quantiles"]
    record["ncodpers"] = str(rng.integers(first, last, endpoint=True)).rjust(7)
    return record


@cache
def _pool() -> pl.DataFrame:
    return raw_values(simulate(_POOL_CLIENTS, months=1))
