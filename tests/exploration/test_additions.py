import polars as pl

from bank_rs.data.panel import transitions
from bank_rs.exploration.additions import addition_table, rate_reading, rate_table
from bank_rs.exploration.months import month_table


def test_addition_table_counts_in_the_month_first_seen(three_months):
    table = addition_table(transitions(three_months))
    assert table.columns == ["product", "2016-02", "2016-03"]
    february = dict(table.select("product", "2016-02").iter_rows())
    assert {name for name, count in february.items() if count} == {
        "Credit card",
        "Direct debit",
        "Current account",
    }
    assert table["2016-03"].sum() == 0


def test_addition_table_agrees_with_month_table(panel, rows):
    additions = addition_table(rows).drop("product").sum().row(0)
    months = month_table(panel, rows)["additions"].drop_nulls()
    assert list(additions) == months.to_list()


def test_rate_table_divides_by_the_rows_without_the_product(three_months):
    table = {row["product"]: row for row in rate_table(transitions(three_months)).to_dicts()}
    # four rows: clients 1 and 2 in January, 1 and 3 in February; three of them hold cco
    assert table["Current account"] == {
        "product": "Current account",
        "held": 0.75,
        "eligible": 1,
        "additions": 1,
        "rate": 1.0,
        "one_in": 1,
    }
    assert table["Credit card"]["rate"] == 1 / 3
    assert table["Credit card"]["one_in"] == 3
    assert table["Mortgage"]["one_in"] is None


def test_rate_table_begins_with_the_likeliest(rows):
    assert rate_table(rows)["rate"].is_sorted(descending=True)


def test_rate_reading_tells_the_rows_without_an_addition(three_months):
    rows = transitions(three_months)
    text = rate_reading(rows, rate_table(rows))
    assert text.startswith("50.00% of 4 rows are followed by no addition.")
    assert "Current account, comes to 100.00%" in text
    assert "21 of 24 products" in text


def test_rate_table_of_a_product_everybody_holds_has_no_rate(three_months):
    holders = transitions(three_months).filter(pl.col("owned") != 0)
    table = {row["product"]: row for row in rate_table(holders).to_dicts()}
    assert table["Current account"]["eligible"] == 0
    assert table["Current account"]["rate"] == 0
