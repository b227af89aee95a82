from bank_rs.data.panel import split_by_time
from bank_rs.exploration.split import split_table


def test_split_table_describes_each_part(rows):
    split = split_by_time(rows)
    table = {row["part"]: row for row in split_table(split).to_dicts()}
    assert list(table) == ["train", "validation", "test"]
    assert table["train"]["last"] == "2016-02"
    assert table["test"]["first"] == table["test"]["last"] == "2016-04"
    assert table["test"]["rows"] == table["test"]["clients"] == split.test.height
    assert table["validation"]["buyers"] == (split.validation["added"] != 0).mean()
    assert sum(row["rows"] for row in table.values()) == rows.height
