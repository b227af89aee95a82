import polars as pl

from bank_rs.data.fields import PROFILE
from bank_rs.exploration.overview import column_table, overview_table


def test_overview_table_counts_records_and_clients(three_months):
    assert dict(overview_table(three_months).iter_rows()) == {
        "records": "7",
        "clients": "3",
        "months": "3, 2016-01 to 2016-03",
        "clients with a record in every month": "33.3%",
        "further records of a client in the same month": "0",
        "records that hold no product": "14.3%",
        "records with a product flag not known": "0.00%",
    }


def test_overview_table_counts_doubled_records(three_months):
    doubled = pl.concat([three_months, three_months.head(2)])
    table = dict(overview_table(doubled).iter_rows())
    assert table["further records of a client in the same month"] == "2"


def test_column_table_describes_every_profile_column(three_months):
    table = column_table(three_months)
    assert table["column"].to_list() == [field.name for field in PROFILE]
    rows = {row["column"]: row for row in table.to_dicts()}
    assert rows["age"] == {
        "column": "age",
        "raw_column": "age",
        "meaning": "years",
        "missing": 3 / 7,
        "distinct": 3,
        "commonest": "30",
        "its_share": 2 / 7,
    }
    assert rows["income"]["distinct"] == 0
    assert rows["income"]["commonest"] is None


def test_column_table_shows_no_client_number(three_months):
    (client,) = column_table(three_months).filter(pl.col("column") == "id").to_dicts()
    assert client["commonest"] is None
    assert client["distinct"] == 3
