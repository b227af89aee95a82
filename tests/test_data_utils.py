from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

import data_utils
from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.panel import PanelError
from bank_rs.data.raw_writer import write_raw
from bank_rs.data.simulation import simulate

NAMES = [product.en for product in PRODUCTS]
JANUARY, FEBRUARY, MARCH = (date(2016, month, 28) for month in (1, 2, 3))


def panel_of(*rows):
    """Records given as month, client, products held and, at will, further fields."""
    records = [
        dict.fromkeys(PANEL_SCHEMA)
        | {"fetch_date": month, "id": client, "owned": mask_of(*held), "unknown": 0}
        | dict(fields)
        for month, client, held, *fields in rows
    ]
    return pl.DataFrame(records, schema=PANEL_SCHEMA)


@pytest.fixture
def three_months():
    return panel_of(
        (JANUARY, 1, ["cco"], ("age", 30), ("client_segment", "01 - TOP")),
        (JANUARY, 2, [], ("age", 40)),
        (FEBRUARY, 1, ["cco", "tjcr", "recibo"], ("age", 30), ("client_segment", "01 - TOP")),
        (FEBRUARY, 2, ["cco"]),
        (FEBRUARY, 3, ["cco"]),
        (MARCH, 1, ["tjcr"], ("age", 31), ("client_segment", "01 - TOP")),
        (MARCH, 3, ["cco"]),
    )


def test_load_bank_without_a_file_is_simulated_and_says_so(monkeypatch):
    monkeypatch.setenv("BANK_RS_SIMULATED_CLIENTS", "50")
    bank = data_utils.load_bank()
    assert bank.source == "simulated bank, 50 clients"
    assert bank.panel.equals(simulate(50))
    assert bank.last_month["fetch_date"].unique().to_list() == [date(2016, 5, 28)]


@pytest.mark.parametrize("name", ["bank.csv", "bank.zip", "bank.parquet"])
def test_load_bank_reads_the_file_that_is_named(monkeypatch, tmp_path, panel, name):
    if name.endswith(".parquet"):
        panel.write_parquet(tmp_path / name)
    else:
        write_raw(panel, tmp_path / name)
    monkeypatch.setenv("BANK_RS_DATA", str(tmp_path / name))
    bank = data_utils.load_bank()
    assert bank.source == name
    assert bank.panel.equals(panel)


def test_load_bank_of_a_missing_file_says_how_to_cure_it(monkeypatch, tmp_path):
    monkeypatch.setenv("BANK_RS_DATA", str(tmp_path / "absent.parquet"))
    with pytest.raises(PanelError, match="bank-rs ingest"):
        data_utils.load_bank()


def test_month_table_counts_holders_and_buyers(three_months):
    assert data_utils.month_table(three_months).to_dicts() == [
        {
            "month": JANUARY,
            "clients": 2,
            "products_held": 0.5,
            "hold_nothing": 0.5,
            "buyers": None,
            "additions": None,
        },
        {
            "month": FEBRUARY,
            "clients": 3,
            "products_held": 5 / 3,
            "hold_nothing": 0.0,
            "buyers": 1.0,
            "additions": 3,
        },
        {
            "month": MARCH,
            "clients": 2,
            "products_held": 1.0,
            "hold_nothing": 0.0,
            "buyers": 0.0,
            "additions": 0,
        },
    ]


def test_missing_table_gives_shares_and_leaves_full_columns_out(three_months):
    rows = {row["column"]: row for row in data_utils.missing_table(three_months).to_dicts()}
    assert rows["age"] == {"column": "age", "all_months": 3 / 7, "last_month": 0.5}
    assert rows["income"]["all_months"] == 1.0
    assert not {"id", "fetch_date"} & set(rows)


def test_ownership_table_gives_shares_by_segment(three_months):
    march = three_months.filter(pl.col("fetch_date") == MARCH)
    table = data_utils.ownership_table(march)
    assert table.columns == ["product", "all", "01 - TOP", "not known"]
    rows = {row["product"]: row for row in table.to_dicts()}
    assert rows["Credit card"]["all"] == 0.5
    assert rows["Credit card"]["01 - TOP"] == 1.0
    assert rows["Credit card"]["not known"] == 0.0


def test_addition_table_counts_in_the_month_first_seen(three_months):
    table = data_utils.addition_table(three_months)
    assert table.columns == ["product", "2016-02", "2016-03"]
    february = dict(zip(table["product"], table["2016-02"], strict=True))
    assert {name for name, count in february.items() if count} == {
        "Credit card",
        "Direct debit",
        "Current account",
    }
    assert table["2016-03"].sum() == 0


def test_addition_table_agrees_with_month_table(panel):
    additions = data_utils.addition_table(panel).drop("product").sum().row(0)
    months = data_utils.month_table(panel)["additions"].drop_nulls()
    assert list(additions) == months.to_list()


@given(st.lists(st.integers(0, 2**24 - 1), max_size=30))
def test_basket_table_shares_are_of_the_masks_that_are_not_empty(masks):
    table = data_utils.basket_table(pl.Series(masks, dtype=pl.UInt32), top=len(masks) + 1)
    bought = [mask for mask in masks if mask]
    assert table["clients"].sum() == len(bought)
    assert table["share"].sum() == pytest.approx(1.0 if bought else 0.0)
    assert table["products"].n_unique() == len(set(bought))


def test_basket_table_names_the_commonest_first():
    masks = [mask_of("cco", "recibo")] * 2 + [mask_of("cco"), 0]
    table = data_utils.basket_table(pl.Series(masks, dtype=pl.UInt32))
    assert table.rows() == [
        ("Current account + Direct debit", 2, 2 / 3),
        ("Current account", 1, 1 / 3),
    ]


def test_plots_say_where_the_data_comes_from(panel):
    last = panel.filter(pl.col("fetch_date") == pl.col("fetch_date").max())
    rng = np.random.default_rng(0)
    probabilities = rng.uniform(0.001, 0.1, (500, len(NAMES)))
    added = (rng.random(probabilities.shape) < probabilities).astype(np.int8)
    figures = [
        data_utils.plot_months(data_utils.month_table(panel), "simulated"),
        data_utils.plot_ages(last, "simulated"),
        data_utils.plot_shares(data_utils.ownership_table(last), "simulated"),
        data_utils.plot_additions(data_utils.addition_table(panel), "simulated"),
        data_utils.plot_calibration(probabilities, added, np.zeros_like(added), "simulated"),
    ]
    for figure in figures:
        assert isinstance(figure, Figure)
        figure.canvas.draw()
        assert "simulated" in figure.axes[0].get_title()


def test_plot_calibration_of_true_probabilities_lies_on_the_diagonal():
    rng = np.random.default_rng(1)
    probabilities = rng.uniform(0.001, 0.2, (20_000, 3))
    added = (rng.random(probabilities.shape) < probabilities).astype(np.int8)
    held = np.zeros_like(added)
    held[:, 2] = 1
    probabilities[:, 2] = 0
    figure = data_utils.plot_calibration(probabilities, added, held, "simulated")
    predicted, observed = figure.axes[0].lines[-1].get_data()
    assert len(predicted) == 10
    np.testing.assert_allclose(observed, predicted, rtol=0.15)
