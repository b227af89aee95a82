from datetime import date

import polars as pl
import pytest

from bank_rs.catalog import CODES, mask_of
from bank_rs.data.panel import with_history
from bank_rs.model.seed.protocol import ProtocolError, protocol_a, protocol_b
from tests.model.seed.records import panel_of, record

CCO, TJCR = mask_of("cco"), mask_of("tjcr")
MONTHS = [f"{2015 + (m > 12)}-{(m - 1) % 12 + 1:02}" for m in range(5, 18)]
"""2015-05 to 2016-05."""

BUYER = [record(1, month, CCO if month < "2015-09" else CCO | TJCR) for month in MONTHS]
LATE_BUYER = [record(2, month, TJCR if month == "2016-05" else 0) for month in MONTHS]
IDLE = [record(3, month, CCO) for month in MONTHS]
BANK = [*BUYER, *LATE_BUYER, *IDLE]


def months_of(rows, client):
    days = rows.filter(pl.col("id") == client).sort("fetch_date")["fetch_date"]
    return [f"{day:%Y-%m}" for day in days]


def additions(rows):
    """Client, month and mask of each row that adds something."""
    some = rows.filter(pl.col("added") != 0).sort("id", "fetch_date")
    return [
        (i, f"{day:%Y-%m}", mask)
        for i, day, mask in some.select("id", "fetch_date", "added").rows()
    ]


def test_a_learns_from_8_months_and_is_judged_on_2():
    rows = protocol_a(panel_of(*BANK))
    assert months_of(rows.train, 1) == MONTHS[2:10]
    assert months_of(rows.test, 1) == ["2016-03", "2016-04"]


def test_b_learns_from_4_months_and_is_judged_on_1():
    rows = protocol_b(panel_of(*BANK))
    assert months_of(rows.train, 1) == ["2015-12", "2016-01", "2016-02", "2016-03"]
    assert months_of(rows.test, 1) == ["2016-04"]


def test_additions_are_those_of_the_next_month():
    rows = protocol_a(panel_of(*BANK))
    assert additions(rows.train) == [(1, "2015-08", TJCR)]
    assert additions(rows.test) == [(2, "2016-04", TJCR)]


def test_client_who_buys_in_the_judged_months_alone_is_in_a_which_is_the_leak():
    rows = protocol_a(panel_of(*BANK))
    assert months_of(rows.train, 2) == MONTHS[2:10]
    without = [record(2, month) for month in MONTHS]
    assert months_of(protocol_a(panel_of(*BUYER, *without)).test, 2) == []


def test_client_who_never_buys_is_in_b_alone():
    panel = panel_of(*BANK)
    assert months_of(protocol_a(panel).test, 3) == []
    assert months_of(protocol_b(panel).test, 3) == ["2016-04"]


def test_rows_of_b_do_not_depend_on_the_additions():
    def rows_without_answers(*records):
        rows = protocol_b(panel_of(*records))
        return [frame.drop("added") for frame in (rows.train, rows.test)]

    before = [row for row in BANK if row["fetch_date"] < date(2016, 5, 1)]
    idle = [record(client, "2016-05", CCO) for client in (1, 2, 3)]
    for frame, other in zip(
        rows_without_answers(*BANK), rows_without_answers(*before, *idle), strict=True
    ):
        assert frame.equals(other)


def test_target_is_of_the_next_row_even_after_a_gap():
    gap = [record(4, "2016-01"), record(4, "2016-03", TJCR), record(4, "2016-04", TJCR)]
    rows = protocol_b(panel_of(*BANK, *gap))
    assert (4, "2016-01", TJCR) in additions(rows.train)


def test_last_row_of_a_client_is_dropped():
    gone = [record(4, "2015-12"), record(4, "2016-01")]
    assert months_of(protocol_b(panel_of(*BANK, *gone)).train, 4) == ["2015-12"]


def test_flag_that_is_not_known_is_not_added():
    rows = [record(4, "2015-12", unknown=TJCR), record(4, "2016-01", TJCR | CCO)]
    assert additions(protocol_b(panel_of(*BANK, *rows)).train) == [(4, "2015-12", CCO)]


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        pytest.param({"ind_deceased": "S"}, False, id="deceased"),
        pytest.param({"ind_deceased": None}, False, id="not known to live"),
        pytest.param(dict.fromkeys(list(record(4, "2016-01"))[:7]), True, id="9 empty cells"),
        pytest.param(dict.fromkeys(list(record(4, "2016-01"))[:8]), False, id="10 empty cells"),
        pytest.param(
            dict.fromkeys(list(record(4, "2016-01"))[:6])
            | {"unknown": mask_of("nomina", "nom_pens")},
            False,
            id="2 of 10 empty cells are flags",
        ),
    ],
)
def test_row_is_kept_or_removed(changes, kept):
    rows = [record(4, "2016-01", **changes), record(4, "2016-02")]
    assert (months_of(protocol_b(panel_of(*BANK, *rows)).train, 4) == ["2016-01"]) is kept


def test_removed_row_is_still_the_next_one_of_the_row_before():
    rows = [record(4, "2016-01"), record(4, "2016-02", TJCR, ind_deceased="S")]
    assert (4, "2016-01", TJCR) in additions(protocol_b(panel_of(*BANK, *rows)).train)


def test_targets_of_a_are_the_products_added_in_training():
    assert protocol_a(panel_of(*BANK)).targets == (CODES.index("tjcr"),)


def test_targets_of_b_are_held_in_more_than_2_percent_of_training_rows():
    crowd = [record(n, m, CCO) for n in range(10, 22) for m in ("2015-12", "2016-01")]
    some = [record(4, "2015-12", mask_of("valo")), record(4, "2016-01")]
    more = [*some, record(5, "2015-12", mask_of("fond")), record(5, "2016-01")]
    panel = panel_of(*BUYER, *LATE_BUYER, *IDLE, *crowd, *more)
    rows = protocol_b(panel)
    assert rows.train.height == 26
    assert [CODES[place] for place in rows.targets] == ["cco", "fond", "tjcr", "valo"]
    twice = [record(n, m, CCO) for n in range(30, 60) for m in ("2015-12", "2016-01")]
    rows = protocol_b(pl.concat([panel, panel_of(*twice)]))
    assert [CODES[place] for place in rows.targets] == ["cco", "tjcr"]


def test_order_of_the_panel_does_not_matter():
    panel = panel_of(*BANK)
    one, other = protocol_a(panel), protocol_a(panel.reverse())
    assert one.train.equals(other.train.reverse())


def test_columns_of_history_are_kept():
    rows = protocol_a(with_history(panel_of(*BANK)))
    september = rows.train.filter(pl.col("id") == 1, pl.col("fetch_date") == date(2015, 9, 28))
    assert september.select("owned", "owned_1").row(0) == (CCO | TJCR, CCO)


@pytest.mark.parametrize("protocol", [protocol_a, protocol_b])
def test_panel_without_its_months_is_refused(protocol):
    with pytest.raises(ProtocolError, match="months up to 2016-05"):
        protocol(panel_of(*(record(1, month) for month in MONTHS[:4])))
