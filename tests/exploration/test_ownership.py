import polars as pl

from bank_rs.catalog import mask_of
from bank_rs.exploration.ownership import count_table, ownership_table
from tests.exploration.records import MARCH


def test_ownership_table_gives_shares_by_segment(three_months):
    table = ownership_table(three_months.filter(pl.col("fetch_date") == MARCH))
    assert table.columns == ["product", "all", "01 - TOP", "not known"]
    rows = {row["product"]: row for row in table.to_dicts()}
    assert rows["Credit card"]["all"] == 0.5
    assert rows["Credit card"]["01 - TOP"] == 1.0
    assert rows["Credit card"]["not known"] == 0.0


def test_count_table_counts_products_of_each_mask():
    masks = pl.Series([0, mask_of("cco"), mask_of("tjcr"), mask_of("cco", "tjcr")], dtype=pl.UInt32)
    assert count_table(masks).rows() == [(0, 1, 0.25), (1, 2, 0.5), (2, 1, 0.25)]
