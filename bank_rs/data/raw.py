"""The bank's own file, CSV or zip, read into the typed panel."""

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
from polars.exceptions import PolarsError

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import (
    DATE_LENGTH,
    FIRST_DATE,
    LAST_DATE,
    PANEL_SCHEMA,
    PROFILE,
    RAW_COLUMNS,
    Field,
    Kind,
)
from bank_rs.data.raw_file import RawFileError, csv_of

ROWS_PER_BATCH = 200_000
_HELD = ("1", "1.0")
_NOT_HELD = ("0", "0.0")
_NOT_KNOWN = ("", "NA")


def read_raw(path: Path) -> pl.DataFrame:
    """Read a whole raw file into memory.

    Parameters
    ----------
    path
        A CSV in the layout of ``train_ver2.csv``, or a zip that holds one.

    Returns
    -------
    pl.DataFrame
        The rows in file order, columns and dtypes of ``PANEL_SCHEMA``.

    Raises
    ------
    RawFileError
        If the file is missing, lacks a column, or holds a value that breaks its column's rule.
    """
    return pl.concat(list(_read_batches(path)))


def ingest(path: Path, out: Path, on_rows: Callable[[int], None] | None = None) -> int:
    """Rewrite a raw file as a typed Parquet panel, a batch at a time.

    Parameters
    ----------
    path
        As in `read_raw`.
    out
        The Parquet file to write. It appears under this name only when it is whole.
    on_rows
        Called after each batch with the number of rows read so far.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    RawFileError
        As in `read_raw`.
    """
    partial = out.with_name(f"{out.name}.partial")
    out.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    try:
        with pq.ParquetWriter(partial, PANEL_SCHEMA.to_frame().to_arrow().schema) as writer:
            for batch in _read_batches(path):
                writer.write_table(batch.to_arrow())
                rows += batch.height
                if on_rows:
                    on_rows(rows)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return rows


def _read_batches(path: Path) -> Iterator[pl.DataFrame]:
    """Yield typed batches, at least one, an empty file giving an empty one."""
    first_row = 2
    with csv_of(path) as csv:
        yield PANEL_SCHEMA.to_frame()
        try:
            text = pl.scan_csv(csv, infer_schema=False)
            _check_header(path, text.collect_schema().names())
            for batch in text.collect_batches(chunk_size=ROWS_PER_BATCH):
                yield _typed(batch, path, first_row)
                first_row += batch.height
        except PolarsError as error:
            raise RawFileError(
                f"{path} could not be read as a CSV of {len(RAW_COLUMNS)} comma-separated columns "
                f"near line {first_row}: check that it is the bank's file and complete."
            ) from error


def _check_header(path: Path, columns: list[str]) -> None:
    missing = [name for name in RAW_COLUMNS if name not in columns]
    if missing:
        raise RawFileError(
            f"{path} lacks {len(missing)} of the {len(RAW_COLUMNS)} columns "
            f"({', '.join(missing[:3])}{', ...' if len(missing) > 3 else ''}): "
            "the first line must name the columns of train_ver2.csv."
        )


def _typed(batch: pl.DataFrame, path: Path, first_row: int) -> pl.DataFrame:
    text = batch.select(pl.col(RAW_COLUMNS).str.strip_chars())
    typed = text.select(
        *(_value(field).alias(field.name) for field in PROFILE),
        _mask(*_HELD).alias("owned"),
        _mask(*_NOT_KNOWN).alias("unknown"),
    )
    _check_values(text, typed, path, first_row)
    return typed.match_to_schema(PANEL_SCHEMA)


def _value(field: Field) -> pl.Expr:
    """Typed value of a column of stripped text; null also where the text breaks the rule."""
    text = _known_text(field)
    match field.kind:
        case Kind.DATE:
            iso = text.str.to_date("%Y-%m-%d", strict=False)
            day = pl.coalesce(iso, text.str.to_date("%d-%m-%Y", strict=False))
            padded = text.str.len_bytes() == DATE_LENGTH  # else 2016-2-1 would pass
            return pl.when(padded & day.is_between(FIRST_DATE, LAST_DATE)).then(day)
        case Kind.INTEGER:
            whole = text.str.strip_suffix(".0").cast(pl.Int64, strict=False)
            inside = pl.when(whole.is_between(field.low, field.high)).then(whole)
            return inside.cast(PANEL_SCHEMA[field.name])
        case Kind.NUMBER:
            number = text.cast(pl.Float64, strict=False)
            return pl.when(number.is_between(field.low, field.high)).then(number)
        case Kind.CODE:
            return text.str.strip_suffix(".0")
        case Kind.CATEGORY:
            return pl.when(text.is_in(field.allowed)).then(text) if field.allowed else text


def _known_text(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    return pl.when(~column.is_in(field.null_tokens)).then(column)


def _mask(*tokens: str) -> pl.Expr:
    """Bit mask of the products whose flag is one of the tokens, null read as an empty text."""
    return pl.sum_horizontal(
        pl.col(product.column).fill_null("").is_in(tokens).cast(pl.UInt32) * (1 << bit)
        for bit, product in enumerate(PRODUCTS)
    ).cast(pl.UInt32)


def _check_values(text: pl.DataFrame, typed: pl.DataFrame, path: Path, first_row: int) -> None:
    """Raise for the first value that was read as null without being a null token."""
    refused = _refusals(text, typed)
    counts = refused.sum()
    for column in refused.columns:
        if counts[column].item():
            row = first_row + (refused[column].arg_max() or 0)
            rules = {field.column: field.rule for field in PROFILE}
            raise RawFileError(
                f"{path} line {row}, column {column}: the value must be "
                f"{rules.get(column, '0 or 1')} (so must {counts[column].item() - 1} more nearby); "
                "correct the file and read it again."
            )


def _refusals(text: pl.DataFrame, typed: pl.DataFrame) -> pl.DataFrame:
    """One boolean column per raw column, true where the value breaks its rule."""
    read = typed.rename(lambda name: f"typed {name}")
    return pl.concat([text, read], how="horizontal").select(
        *(_refused(field).alias(field.column) for field in PROFILE),
        *(
            ~pl.col(product.column).fill_null("").is_in((*_HELD, *_NOT_HELD, *_NOT_KNOWN))
            for product in PRODUCTS
        ),
    )


def _refused(field: Field) -> pl.Expr:
    given = pl.lit(True) if field.required else _known_text(field).is_not_null()
    return given & pl.col(f"typed {field.name}").is_null()
