"""The published tables agree with each other: no digit was lost on the way."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from bank_rs.catalog import CODES
from bank_rs.data.published import published

ROWS, CLIENTS = 13_647_309, 956_645
FILES = (files("bank_rs.data") / "published").iterdir()
TABLES = sorted(Path(file.name).stem for file in FILES if file.name.endswith(".json"))


@pytest.mark.parametrize("name", TABLES)
def test_table_names_a_source_for_each_of_its_parts(name):
    table = dict(published(name))
    told = {part for parts in table.pop("source") for part in parts.split(", ")}
    assert set(table) == told


def test_records_by_client_make_up_all_rows_and_clients():
    counts = published("records")["clients_by_records"]
    assert sum(counts.values()) == CLIENTS
    assert sum(int(records) * clients for records, clients in counts.items()) == ROWS
    assert sum(published("records")["gaps"].values()) == ROWS - CLIENTS


def test_values_of_a_closed_column_make_up_its_rows():
    table = published("columns")
    for column in ("gender", "ind_new_client", "ind_employee", "client_segment", "ind_resident"):
        rows = sum(table["values"][column].values())
        assert rows + table["missing"][column] == ROWS


def test_rows_by_segment_are_those_with_a_profile():
    without = published("records")["without_profile"]["rows"]
    assert sum(published("segments")["rows"].values()) == ROWS - without


def test_holders_by_segment_and_without_a_profile_are_all_holders():
    table = published("segments")
    found = np.sum([*table["holders"].values(), table["without_profile"]], axis=0)
    by_month = published("holdings")["holders"]
    assert found.tolist() == [sum(by_month[code]) for code in CODES]


def test_additions_make_up_the_published_total():
    assert sum(map(sum, published("holdings")["additions"].values())) == 561_710


def test_basket_sizes_make_up_buyers_and_additions():
    sizes = published("baskets")["sizes"]["all"]
    assert sum(sizes.values()) == published("baskets")["buyers"]
    assert sum(int(size) * rows for size, rows in sizes.items()) == 561_710


def test_transitions_are_the_gaps_of_one_month():
    assert published("baskets")["transitions"] == published("records")["gaps"]["1"]


def test_endings_follow_from_holders():
    """Holders of 2016-04 and 2016-05, and 5,510 additions with first records between them."""
    before, after = published("holdings")["holders"]["cco"][-2:]
    assert published("drops")["endings"]["cco"][-1] == before + 5510 - after


def test_correlations_name_products():
    table = published("correlations")
    for row, others in table["products"].items():
        assert {row, *others} <= set(CODES)
    for others in table["features"].values():
        assert set(others) == set(CODES)
