from bank_rs.exploration.missing import missing_table


def test_missing_table_gives_shares_by_month(three_months):
    rows = {row["column"]: row for row in missing_table(three_months).to_dicts()}
    assert rows["age"] == {
        "column": "age",
        "2016-01": 0.0,
        "2016-02": 2 / 3,
        "2016-03": 0.5,
    }
    assert rows["income"]["2016-01"] == 1.0


def test_missing_table_leaves_full_columns_out_and_begins_with_the_emptiest(three_months):
    columns = missing_table(three_months)["column"].to_list()
    assert not {"id", "fetch_date"} & set(columns)
    assert columns[-2:] == ["client_segment", "age"]
