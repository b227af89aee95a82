"""The typed panel written back in the bank's own text layout."""

import zipfile
from pathlib import Path
from typing import BinaryIO, Final, cast

import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import FLAG_WIDTH, PROFILE, RAW_COLUMNS, Field, Kind

_HEADER: Final = ",".join(f'"{column}"' for column in RAW_COLUMNS)
_QUOTED: Final = "nomprov"


def raw_values(panel: pl.DataFrame) -> pl.DataFrame:
    """Return the 48 raw columns as the file's text, without quotes, null where it has no value.

    Parameters
    ----------
    panel
        Typed panel, ``PANEL_SCHEMA``.

    Returns
    -------
    polars.DataFrame
        Same rows in the same order, columns ``RAW_COLUMNS`` of strings, padded on the left.
    """
    return panel.select(
        *(_text(field).alias(field.column) for field in PROFILE),
        *(_flag(bit).alias(product.column) for bit, product in enumerate(PRODUCTS)),
    )


def write_raw(panel: pl.DataFrame, path: Path) -> None:
    """Write the panel as the bank ships it: padded text, one header, months in order.

    The layout follows the raw lines shown in the public notebooks of irashadow (1_1 and 1_3) and
    LiYan1988 (eda_3).

    Parameters
    ----------
    panel
        Typed panel, ``PANEL_SCHEMA``, in the order in which its rows are to be written.
    path
        The file to write. A name that ends in ``.zip`` gets an archive of one CSV file.
    """
    if path.suffix != ".zip":
        with path.open("wb") as file:
            _write(panel, file)
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        name = path.with_suffix("").name.removesuffix(".csv") + ".csv"
        with archive.open(name, "w", force_zip64=True) as file:
            _write(panel, cast(BinaryIO, file))


def _write(panel: pl.DataFrame, file: BinaryIO, rows: int = 200_000) -> None:
    file.write(_HEADER.encode() + b"\n")
    for chunk in panel.iter_slices(rows):
        lines = raw_values(chunk).select(pl.concat_str(_cells(), separator=",").alias("line"))
        file.write("\n".join(lines["line"]).encode() + b"\n")


def _cells() -> list[pl.Expr]:
    nulls = {f.column: f.null.rjust(f.width) for f in PROFILE}
    columns = [*nulls, *(p.column for p in PRODUCTS)]
    cells = [pl.col(c).fill_null(nulls.get(c, "NA")) for c in columns]
    place = columns.index(_QUOTED)
    cells[place] = pl.lit('"') + cells[place] + pl.lit('"')
    return cells


def _text(field: Field) -> pl.Expr:
    value = pl.col(field.name)
    if field.kind is Kind.CODE:
        return _client_type()
    text = value.cast(pl.String)
    if field.kind is Kind.NUMBER:
        return text.str.strip_suffix(".0")
    if field.sentinel:
        has_profile = pl.col("age").is_not_null()
        text = pl.when(value.is_null() & has_profile).then(pl.lit(field.sentinel)).otherwise(text)
    return text.str.pad_start(field.width) if field.width else text


def _client_type() -> pl.Expr:
    """Digits as ``1`` or ``1.0``: the typed panel does not say which, the file mixes both.

    Of the type 1 rows 32.3 % read ``1`` (iuliia-kuznetsova, data_overview.ipynb, cell 14). In the
    published raw rows they are students', so 22 of 25 students get the short form.
    """
    value = pl.col("client_type_1m")
    student = pl.col("client_segment").str.starts_with("03").fill_null(value=False)
    short = (value == "P") | (student & (pl.col("id") % 25 < 22))
    return pl.when(short).then(value).otherwise(value + ".0")


def _flag(bit: int) -> pl.Expr:
    def is_set(mask: str) -> pl.Expr:
        return (pl.col(mask) & (1 << bit)) != 0

    owned = is_set("owned").cast(pl.UInt8).cast(pl.String)
    width = FLAG_WIDTH.get(PRODUCTS[bit].column)
    if width is None:
        return owned
    return pl.when(~is_set("unknown")).then(owned.str.pad_start(width))
