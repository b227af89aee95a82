import numpy as np

from bank_rs.data.fields import PROFILE, RAW_COLUMNS
from bank_rs.data.simulation import random_record


def test_random_record_has_the_raw_columns_in_order():
    assert tuple(random_record(np.random.default_rng(1))) == RAW_COLUMNS


def test_random_record_is_padded_text_of_the_latest_month():
    record = random_record(np.random.default_rng(2))
    assert record["fecha_dato"] == "2016-05-28"
    for field in PROFILE:
        value = record[field.column]
        assert value is None or len(value) >= field.width


def test_random_record_follows_its_generator():
    assert random_record(np.random.default_rng(3)) == random_record(np.random.default_rng(3))


def test_random_records_are_many_different_clients():
    rng = np.random.default_rng(4)
    records = [random_record(rng) for _ in range(200)]
    assert len({record["ncodpers"] for record in records}) > 190
    assert len({record["segmento"] for record in records}) >= 3


def test_change_of_a_record_leaves_the_next_ones_alone():
    random_record(np.random.default_rng(5))["fecha_dato"] = None
    assert random_record(np.random.default_rng(5))["fecha_dato"] == "2016-05-28"
