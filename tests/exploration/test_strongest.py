import polars as pl

from bank_rs.exploration.strongest import pair_reading, strongest_table

NAN = float("nan")


def test_strongest_table_names_the_most_certain_first():
    features = ["age", "income", "gender", "channel"]
    strength = pl.DataFrame({"feature": features, "Loan": [0.1, 0.25, NAN, 0.3]})
    certainty = pl.DataFrame({"feature": features, "Loan": [12.0, 9.0, NAN, 2.0]})
    table = strongest_table(strength, certainty, top=2)
    assert table.rows() == [("Loan", "age 0.10, income 0.25")]


def test_pair_reading_names_each_pair_once():
    table = pl.DataFrame(
        {"feature": ["a", "b", "c"], "a": [1.0, 0.5, NAN], "b": [0.5, 1.0, 0.7], "c": [NAN, 0.7, 1]}
    )
    assert pair_reading(table) == "The strongest of 2 pairs: b and c (0.70), a and b (0.50)."
