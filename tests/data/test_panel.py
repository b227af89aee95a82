from datetime import date

import polars as pl
import pytest

from bank_rs.catalog import mask_of
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY
from bank_rs.data.panel import (
    PanelError,
    months_of,
    read_panel,
    scan_panel,
    split_by_time,
    transitions,
    with_history,
)
from bank_rs.data.status import status_of

MONTHS = [date(2015, month, 28) for month in range(9, 13)] + [date(2016, 1, 28)]


def panel_of(*rows: tuple[int, date, int]) -> pl.DataFrame:
    ids, dates, owned = zip(*rows, strict=True)
    known = pl.DataFrame({"id": ids, "fetch_date": dates, "owned": owned})
    absent = [pl.lit(None).alias(name) for name in PANEL_SCHEMA if name not in known.columns]
    return known.with_columns(absent).select(PANEL_SCHEMA.names()).cast(dict(PANEL_SCHEMA))


def test_transitions_mark_what_is_held_next_month_and_not_now():
    panel = panel_of(
        (1, MONTHS[0], mask_of("cco", "tjcr")), (1, MONTHS[1], mask_of("cco", "recibo"))
    )
    assert transitions(panel)["added"].to_list() == [mask_of("recibo")]


def test_transitions_leave_out_records_before_a_gap():
    panel = panel_of((1, MONTHS[0], 0), (1, MONTHS[2], 1), (1, MONTHS[3], 3))
    rows = transitions(panel)
    assert rows.select("fetch_date", "added").rows() == [(MONTHS[2], 2)]


def test_transitions_cross_the_year():
    panel = panel_of((1, MONTHS[3], 0), (1, MONTHS[4], 1))
    assert transitions(panel)["added"].to_list() == [1]


def test_transitions_do_not_look_at_other_clients():
    panel = panel_of((1, MONTHS[0], 0), (2, MONTHS[1], 1))
    assert transitions(panel).is_empty()


def test_transitions_of_two_records_in_one_month_are_refused():
    panel = panel_of((1, MONTHS[0], 0), (1, MONTHS[0], 1))
    with pytest.raises(PanelError, match="two records of one client in one month"):
        transitions(panel)


def test_transitions_do_not_change_with_later_months(panel):
    last = months_of(panel)[-1]
    shorter = transitions(panel.filter(pl.col("fetch_date") < last))
    longer = transitions(panel)
    known = longer.filter(pl.col("fetch_date").is_in(months_of(shorter)))
    assert known.sort("id", "fetch_date").equals(shorter.sort("id", "fetch_date"))


def test_history_stands_beside_each_record_and_its_additions():
    panel = panel_of((1, MONTHS[2], 3), (2, MONTHS[0], 4), (1, MONTHS[0], 0), (1, MONTHS[1], 1))
    joined = with_history(panel, months=2)
    history = ["owned_1", "owned_2", "status_1", "status_2"]
    assert joined.columns == [*panel.columns, *history, "added"]
    assert joined.select(panel.columns).equals(panel)
    assert joined.select("owned_1", "owned_2", "added").rows() == [
        (1, 0, None),
        (None, None, None),
        (None, None, 1),
        (0, None, 2),
    ]


def test_history_says_what_the_client_was():
    panel = panel_of((1, MONTHS[0], 0), (1, MONTHS[1], 0)).with_columns(
        ind_client_activity=pl.Series([1, 0], dtype=pl.Int32), client_segment=pl.lit("01 - TOP")
    )
    was = status_of(1, None, "01 - TOP")
    assert with_history(panel, months=1)["status_1"].to_list() == [None, was]


def test_transitions_are_the_records_with_a_target(panel):
    joined = with_history(panel).drop(HISTORY).drop_nulls("added")
    assert transitions(panel).equals(joined)


def test_transitions_of_a_scanned_panel_are_the_same(panel, panel_file):
    assert transitions(scan_panel(panel_file)).equals(transitions(panel))


def test_name_of_a_panel_is_no_pattern(panel, tmp_path):
    path = tmp_path / "[ab]*.parquet"
    panel.write_parquet(path)
    assert read_panel(path).equals(panel)


def test_split_orders_the_months(panel):
    rows = transitions(panel)
    split = split_by_time(rows)
    months = months_of(rows)
    assert list(months_of(split.train)) == list(months[:-2])
    assert [*months_of(split.validation), *months_of(split.test)] == list(months[-2:])
    assert split.everything.height == rows.height


def test_split_of_too_few_months_is_refused():
    panel = panel_of((1, MONTHS[0], 0), (1, MONTHS[1], 1))
    with pytest.raises(PanelError, match="ingest at least 4 consecutive months"):
        split_by_time(transitions(panel))


def test_read_panel_of_a_missing_file_names_the_cure(tmp_path):
    with pytest.raises(PanelError, match="bank-rs ingest"):
        read_panel(tmp_path / "panel.parquet")


def test_read_panel_of_another_table_names_the_cure(tmp_path):
    path = tmp_path / "panel.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(path)
    with pytest.raises(PanelError, match="bank-rs ingest"):
        read_panel(path)


def test_read_panel_that_breaks_the_contract_is_refused(tmp_path):
    path = tmp_path / "panel.parquet"
    panel_of((1, MONTHS[0], 2**24)).write_parquet(path)
    with pytest.raises(PanelError, match="column owned must be a mask of 24 bits"):
        read_panel(path)
