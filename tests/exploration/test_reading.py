import polars as pl

from bank_rs.exploration.reading import reading, readings


def table_of(*rows):
    schema = ["value", "share", "clients", "rate", "low", "high"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_reading_tells_the_commonest_value_and_the_extremes():
    table = table_of(
        ("V", 0.54, 900, 0.03, 0.02, 0.04),
        ("H", 0.45, 800, 0.06, 0.05, 0.07),
        ("not known", 0.01, 10, None, None, None),
    )
    assert reading("gender", table) == (
        "**gender**: most often V (54.00% of records), not known in 1.00%. Additions follow 3.00% "
        "of records (V) to 6.00% (H): some intervals are apart."
    )


def test_reading_says_when_chance_may_explain_it():
    table = table_of(("V", 0.6, 900, 0.03, 0.02, 0.04), ("H", 0.4, 800, 0.035, 0.03, 0.05))
    assert reading("gender", table).endswith("always known. " + ALL_OVERLAP)


ALL_OVERLAP = "Additions follow 3.00% of records (V) to 3.50% (H); all intervals overlap."


def test_reading_of_one_group_compares_nothing():
    table = table_of(("1", 1.0, 900, 0.03, 0.02, 0.04))
    assert reading("address_type", table) == (
        "**address_type**: only 1 (100.00% of records), always known. "
        "No two groups are large enough to compare."
    )


def test_reading_of_a_column_without_values():
    table = table_of(("not known", 1.0, 900, 0.03, 0.02, 0.04))
    assert reading("income", table) == "**income**: never known."


def test_readings_are_a_list():
    table = table_of(("not known", 1.0, 900, 0.03, 0.02, 0.04))
    assert readings({"a": table, "b": table}).splitlines() == [
        "- **a**: never known.",
        "- **b**: never known.",
    ]
