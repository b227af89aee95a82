import numpy as np
import pytest

from bank_rs.exploration.variable import variable_table, variable_tables
from tests.exploration.records import rows_of


def test_variable_table_gives_shares_and_rates():
    men = [(client, ["cco"] if client < 4 else [], ("gender", "V")) for client in range(40)]
    women = [(client, [], ("gender", "H")) for client in range(100, 110)]
    table = variable_table(rows_of(*men, *women), "gender")
    first, second = table.to_dicts()
    assert (first["value"], first["share"], first["clients"]) == ("V", 0.8, 40)
    assert first["rate"] == 0.1
    # one record each: the variance is that of a proportion
    deviation = np.sqrt(0.1 * 0.9 / 40)
    assert first["high"] == pytest.approx(0.1 + 1.96 * deviation)
    assert first["low"] == pytest.approx(max(0, 0.1 - 1.96 * deviation))
    assert (second["value"], second["clients"], second["rate"]) == ("H", 10, None)


def test_variable_table_does_not_take_repeated_records_for_evidence():
    once = [(client, ["cco"] if client % 2 else [], ("gender", "V")) for client in range(50)]
    single = variable_table(rows_of(*once), "gender").row(0, named=True)
    repeated = variable_table(rows_of(*once, *once, *once), "gender").row(0, named=True)
    assert repeated["high"] - repeated["low"] == pytest.approx(single["high"] - single["low"])


def test_variable_tables_take_products_held_for_a_column(rows):
    tables = variable_tables(rows, ["age", "products_held"])
    assert list(tables) == ["age", "products_held"]
    for table in tables.values():
        assert table["share"].sum() == pytest.approx(1)
    assert tables["products_held"]["value"][0] == "0"


def test_variable_table_covers_the_mean(rows):
    table = variable_table(rows, "ind_client_activity").drop_nulls("rate")
    mean = (rows["added"] != 0).mean()
    assert table["low"].min() < mean < table["high"].max()
