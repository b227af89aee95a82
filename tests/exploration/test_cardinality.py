import numpy as np
import polars as pl
import pytest

from bank_rs.exploration.cardinality import cardinality_table
from tests.exploration.records import rows_of

CLIENTS = 3000


@pytest.fixture(scope="module")
def noise():
    """Channels in great number that say nothing of the additions."""
    rng = np.random.default_rng(0)
    return rows_of(
        *(
            (client, ["cco"] if rng.random() < 0.05 else [], ("entry_channel", f"K{channel}"))
            for client, channel in enumerate(rng.integers(0, 300, CLIENTS))
        )
    )


def test_cardinality_table_shows_that_many_values_find_dependence_in_noise(noise):
    (channel,) = cardinality_table(noise, ["entry_channel"]).to_dicts()
    assert channel["distinct"] == noise["entry_channel"].n_unique()
    assert channel["as_is_shuffled"] > 2 * channel["grouped_shuffled"]
    assert channel["treatment"] == "nine commonest values, the rest as one"


def test_cardinality_table_does_not_measure_keys(noise):
    (key,) = cardinality_table(noise, ["id"]).to_dicts()
    assert key["distinct"] == CLIENTS
    assert key["as_is"] is None
    assert key["grouped"] is None


def test_cardinality_table_passes_over_columns_of_few_values(noise):
    few = noise.with_columns(gender=pl.lit("V"))
    assert cardinality_table(few, ["gender", "entry_channel"])["column"].to_list() == [
        "entry_channel"
    ]
