import polars as pl
import pytest

from bank_rs.data.fields import PANEL_SCHEMA, RAW_COLUMNS
from bank_rs.data.raw import RawFileError, ingest, quarantine_of, read_raw
from bank_rs.data.raw_writer import raw_values
from tests.data.raw.published import PUBLISHED


@pytest.fixture
def path(tmp_path):
    return tmp_path / "raw.parquet"


def test_raw_columns_as_strings_read_like_the_csv(path):
    pl.read_csv(PUBLISHED, infer_schema=False).write_parquet(path)
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_raw_columns_typed_by_polars_read_like_the_csv(path):
    pl.read_csv(PUBLISHED, try_parse_dates=True, infer_schema_length=None).write_parquet(path)
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_raw_columns_typed_by_pandas_read_like_the_csv(path):
    import pandas as pd

    dates = ["fecha_dato", "fecha_alta", "ult_fec_cli_1t"]
    nulls = {"pais_residencia": [""]}
    frame = pd.read_csv(PUBLISHED, parse_dates=dates, skipinitialspace=True, na_values=nulls)
    frame.to_parquet(path, index=False)
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_raw_columns_in_another_order_and_as_categories_read_like_the_csv(path):
    text = pl.read_csv(PUBLISHED, infer_schema=False)
    text.select(pl.col(*reversed(RAW_COLUMNS)).cast(pl.Categorical)).write_parquet(path)
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_booleans_are_flags(path):
    text = pl.read_csv(PUBLISHED, infer_schema=False)
    text.with_columns(pl.col("ind_cco_fin_ult1") == "1").write_parquet(path)
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_large_batches_keep_every_row(path, panel):
    raw_values(panel).write_parquet(path, row_group_size=999)
    assert read_raw(path).equals(panel)


def test_typed_panel_is_passed_through(path, panel, tmp_path):
    panel.write_parquet(path)
    done = ingest(path, tmp_path / "panel.parquet")
    assert done.written == panel.height
    assert pl.read_parquet(tmp_path / "panel.parquet").equals(panel)


def test_typed_panel_is_checked(path, panel, tmp_path):
    broken = panel.head(9).with_columns(
        owned=pl.when(pl.int_range(9) == 4).then(2**24).otherwise("owned").cast(pl.UInt32)
    )
    broken.write_parquet(path)
    with pytest.raises(RawFileError, match="row 5, column owned: the value must be a mask of 24"):
        read_raw(path)
    done = ingest(path, tmp_path / "panel.parquet", "quarantine")
    assert (done.read, done.written, done.quarantined) == (9, 8, 1)
    assert "mask of 24 bits" in quarantine_of(tmp_path / "panel.parquet").read_text("utf-8")


def test_row_that_breaks_a_rule_is_named(path):
    text = pl.read_csv(PUBLISHED, infer_schema=False)
    text.with_columns(age=pl.when(pl.int_range(27) == 6).then(201.5).otherwise(30.0)).write_parquet(
        path
    )
    with pytest.raises(RawFileError, match="row 7, column age: the value must be a whole number"):
        read_raw(path)


@pytest.mark.parametrize("days", [2**31 - 1, -(2**31)])
def test_day_that_no_calendar_has_is_set_aside(path, panel, tmp_path, days):
    day = pl.lit(days, pl.Int32).cast(pl.Date)
    text = pl.read_csv(PUBLISHED, infer_schema=False)
    for table in (
        text.with_columns(fecha_alta=day),
        text.with_columns(fecha_alta=pl.lit(2**62).cast(pl.Datetime("us"))),
        panel.head(27).with_columns(registration_date=day),
    ):
        table.write_parquet(path)
        assert ingest(path, tmp_path / "panel.parquet", "quarantine").quarantined == 27


@pytest.mark.parametrize(("column", "rule"), [("fetch_date", "a date"), ("id", "a whole number")])
def test_panel_that_lacks_a_required_value_is_refused(path, panel, column, rule):
    panel.with_columns(pl.lit(None, PANEL_SCHEMA[column]).alias(column)).write_parquet(path)
    with pytest.raises(RawFileError, match=f"row 1, column {column}: the value must be {rule}"):
        read_raw(path)


def test_panel_in_other_types_is_refused(path, panel):
    panel.with_columns(pl.col("age").cast(pl.Float64)).write_parquet(path)
    with pytest.raises(RawFileError, match="types that no record has"):
        read_raw(path)


def test_column_of_lists_is_refused(path):
    text = pl.read_csv(PUBLISHED, infer_schema=False)
    text.with_columns(pl.concat_list("age")).write_parquet(path)
    with pytest.raises(RawFileError, match=r"types that no record has|column age"):
        read_raw(path)


def test_cut_file_is_refused(path, panel):
    panel.write_parquet(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(RawFileError, match="not a whole Parquet file"):
        read_raw(path)


def test_file_without_rows_is_refused(path):
    PANEL_SCHEMA.to_frame().write_parquet(path)
    with pytest.raises(RawFileError, match="no rows"):
        read_raw(path)


def test_other_columns_are_refused(path):
    pl.DataFrame({"age": [1]}).write_parquet(path)
    with pytest.raises(RawFileError, match="lacks 47 of the 48 columns"):
        read_raw(path)
