"""The typed panel written back in the bank's own text layout."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import FLAG_WIDTH, PROFILE, RAW_COLUMNS, Field, Kind
from bank_rs.data.whole_file import whole

_HEADER: Final = ",".join(f'"{column}"' for column in RAW_COLUMNS).encode() + b"\n"
_QUOTED: Final = "nomprov"
_BATCH_ROWS: Final = 200_000
_MASKS: Final = ("owned", "unknown")


@contextmanager
def raw_writer(path: Path) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Yield a function that adds a typed panel's rows to a raw file, in their order.

    The layout follows the raw lines shown in the public notebooks of irashadow (1_1 and 1_3) and
    LiYan1988 (eda_3). The bytes depend on the rows alone, not on how they are split into panels
    nor on the number of threads.

    Parameters
    ----------
    path
        The file to write. A name that ends in ``.zip`` gets an archive of one CSV file. Until
        the end of the block the data lies beside it under another name; if the block fails,
        that is removed and a file that was there before stays as it was.

    Raises
    ------
    OutputError
        If the disk is full or the folder cannot be written to.

    Examples
    --------
    >>> from bank_rs.data.simulation import simulate
    >>> with raw_writer(Path("bank.csv")) as write:  # doctest: +SKIP
    ...     write(simulate(1000))
    """
    with whole(path) as partial:
        plain = path.suffix != ".zip"
        with partial.open("wb", buffering=0) if plain else _member(path, partial) as file:
            file.write(_HEADER)
            yield lambda panel: _write(panel, file)


def write_raw(panel: pl.DataFrame, path: Path) -> None:
    """Write the panel as the bank ships it: padded text, one header, months in order.

    Parameters
    ----------
    panel
        Typed panel, ``PANEL_SCHEMA``, in the order in which its rows are to be written.
    path
        As in `raw_writer`.
    """
    with raw_writer(path) as write:
        write(panel)


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


def _write(panel: pl.DataFrame, file: IO[bytes]) -> None:
    for batch in panel.iter_slices(_BATCH_ROWS):
        flags = batch.join(_flag_text(batch), on=_MASKS, how="left", maintain_order="left")
        flags.select(*_cells(), "flags").write_csv(file, include_header=False, quote_style="never")


@contextmanager
def _member(path: Path, partial: Path) -> Iterator[IO[bytes]]:
    """Open the one CSV of an archive; its date is always that of 1980, the same for all."""
    name = path.with_suffix("").name.removesuffix(".csv") + ".csv"
    with (
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w", force_zip64=True) as file,
    ):
        yield file


def _flag_text(panel: pl.DataFrame) -> pl.DataFrame:
    """Text of the 24 flags for each pair of masks, of which a panel has few."""
    flags = [_flag(bit).fill_null("NA") for bit in range(len(PRODUCTS))]
    pairs = panel.select(_MASKS).unique()
    return pairs.with_columns(flags=pl.concat_str(flags, separator=","))


def _cells() -> list[pl.Expr]:
    """Text of the profile columns as it stands between the commas."""
    cells = {f.column: _text(f).fill_null(f.null.rjust(f.width)).alias(f.column) for f in PROFILE}
    cells[_QUOTED] = pl.format('"{}"', cells[_QUOTED]).alias(_QUOTED)
    return list(cells.values())


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

    Of the type 1 rows 32.3 % read ``1`` (sergiomlop, notebook 1, cell 4). In the published raw
    rows they are those of students and of the students' channel KHE; 22 of 25 such clients make
    up that share.
    """
    value = pl.col("client_type_1m")
    student = pl.col("client_segment").str.starts_with("03") | (pl.col("entry_channel") == "KHE")
    chosen = student.fill_null(value=False) & ((pl.col("id") + 1) % 25 < 22)
    return pl.when((value == "P") | chosen).then(value).otherwise(value + ".0")


def _flag(bit: int) -> pl.Expr:
    def is_set(mask: str) -> pl.Expr:
        return (pl.col(mask) & (1 << bit)) != 0

    owned = is_set("owned").cast(pl.UInt8).cast(pl.String)
    width = FLAG_WIDTH.get(PRODUCTS[bit].column)
    if width is None:
        return owned
    return pl.when(~is_set("unknown")).then(owned.str.pad_start(width))
