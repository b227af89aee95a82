import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from bank_rs.data.ownership import unpack
from bank_rs.data.panel import with_history


@pytest.fixture(scope="session")
def rows(panel: pl.DataFrame) -> pl.DataFrame:
    """Records of the simulated bank with the months before them and a next one."""
    return with_history(panel).filter(pl.col("added").is_not_null())


@pytest.fixture(scope="session")
def added(rows: pl.DataFrame) -> NDArray[np.int8]:
    return unpack(rows["added"])


@pytest.fixture(scope="session")
def repeats(rows: pl.DataFrame) -> NDArray[np.int64]:
    """How often each row stands, 1 to 3 times."""
    return np.random.default_rng(0).integers(1, 4, rows.height)
