from datetime import date

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from bank_rs.data.contract import PanelError, check_joined, check_panel
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import join_months, months_in


def test_simulated_panel_keeps_the_contract(panel):
    assert check_panel(panel.lazy()).collect().equals(panel)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("fetch_date", None, "a date as YYYY-MM-DD"),
        ("fetch_date", date(1800, 1, 1), "between 1900-01-01"),
        ("id", None, "a whole number"),
        ("id", -1, "between 0 and 1,000,000,000,000"),
        ("age", 201, "between 0 and 200"),
        ("income", -1.0, "between 0"),
        ("income", float("nan"), "between 0"),
        ("ind_resident", "Q", "one of S, N"),
        ("owned", None, "a mask of 24 bits"),
        ("owned", 2**24, "a mask of 24 bits"),
        ("unknown", None, "none of them set in owned"),
        ("unknown", 2**24, "a mask of 24 bits"),
    ],
)
def test_broken_rule_is_named_with_its_column_and_rows(panel, column, value, rule):
    third = pl.when(pl.int_range(pl.len()) == 2).then(pl.lit(value)).otherwise(column)
    broken = panel.with_columns(third.cast(PANEL_SCHEMA[column]).alias(column))
    with pytest.raises(PanelError, match=rf"column {column} must be .*, and in 1 rows is not"):
        check_panel(broken.lazy())
    with pytest.raises(PanelError, match=rule):
        check_panel(broken.lazy())


def test_product_cannot_be_owned_and_unknown(panel):
    both = panel.with_columns(owned=pl.lit(1, pl.UInt32), unknown=pl.lit(1, pl.UInt32))
    with pytest.raises(PanelError, match="column unknown"):
        check_panel(both.lazy())


@pytest.mark.parametrize(
    "change",
    [
        lambda panel: panel.drop("age"),
        lambda panel: panel.with_columns(more=1),
        lambda panel: panel.with_columns(pl.col("age").cast(pl.Int64)),
        lambda panel: panel.select(reversed(panel.columns)),
    ],
    ids=["column missing", "column too many", "other type", "other order"],
)
def test_other_columns_are_refused(panel, change):
    with pytest.raises(PanelError, match="columns must be the 26"):
        check_panel(change(panel).lazy())


def test_two_records_of_a_client_in_a_month_are_refused(panel):
    with pytest.raises(PanelError, match="two records of one client in one month"):
        check_panel(pl.concat([panel, panel.tail(1)]).lazy())


def joined(panel):
    frame = nw.from_native(panel.lazy())
    return join_months(frame, months_in(frame), back=1).to_native().collect()


def test_target_that_is_held_already_is_refused(panel):
    rows = joined(panel)
    assert set(rows.columns) - set(check_joined(rows).columns) == {"doubled", "widest"}
    with pytest.raises(PanelError, match="held already"):
        check_joined(rows.with_columns(added=pl.lit(1, pl.UInt32), owned=pl.lit(1, pl.UInt32)))


def test_mask_of_an_earlier_month_that_is_too_wide_is_refused(panel):
    first = pl.col("fetch_date") == pl.col("fetch_date").min()
    tampered = panel.with_columns(
        owned=pl.when(first).then(pl.lit(2**24, pl.UInt32)).otherwise("owned")
    )
    with pytest.raises(PanelError, match="none of the 24"):
        check_joined(joined(tampered))
