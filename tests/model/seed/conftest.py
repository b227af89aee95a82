import polars as pl
import pytest

from bank_rs.data.panel import with_history
from bank_rs.model.seed.protocol import Protocol, protocol_b


@pytest.fixture(scope="session")
def protocol(panel: pl.DataFrame) -> Protocol:
    """The second protocol on the simulated bank."""
    return protocol_b(with_history(panel))
