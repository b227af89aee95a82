"""Blocks of lines read into batches of the panel."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from polars.exceptions import ComputeError

from bank_rs.data.raw.batch import Batch
from bank_rs.data.raw.block import Block, read_blocks
from bank_rs.data.raw.header import read_header
from bank_rs.data.raw.known import known_of_text, known_of_usual
from bank_rs.data.raw.line import WELL_FORMED, fault, usual_line
from bank_rs.data.raw.parallel import in_parallel
from bank_rs.data.raw.refusal import REFUSED
from bank_rs.data.raw.source import Container, csv_stream
from bank_rs.data.raw.typed import typed

_CUT = "be whole, and the file ends inside it"
_PLAIN = b"\n"
"""An empty line in front, to be passed over: Polars unpacks what begins as packed bytes do, such
as ``x^``, and loses what is none."""


def csv_batches(path: Path, container: Container) -> Iterator[Batch]:
    """Read a CSV a block at a time.

    Raises
    ------
    RawFileError
        If the file cannot be read to its end or has another header.
    """
    with csv_stream(path, container) as (file, size):
        columns = read_header(file, path)
        yield from in_parallel(
            lambda block: parse(block, columns, block.end / size), read_blocks(file, path)
        )


def parse(block: Block, columns: Sequence[str], share: float) -> Batch:
    """Read the block's lines.

    Parameters
    ----------
    block
        One line or more.
    columns
        The raw names, in the file's order.
    share
        As in `Batch`.
    """
    lines = _lines(block)
    source = pl.DataFrame({"row": lines.cast(pl.Binary)}).select(
        pl.int_range(block.first_line, block.first_line + block.lines).alias("line"), "row"
    )
    if not block.cut and lines.str.contains(usual_line(columns)).fill_null(value=False).all():
        panel, reasons = typed(known_of_usual(block.data, columns))
        return Batch(panel, source, REFUSED.to_frame(), block.lines, share).refuse(reasons)
    cut = lines.str.ends_with(",") & block.cut
    good = lines.str.contains(WELL_FORMED).fill_null(value=False) & ~cut
    panel, reasons = typed(known_of_text(_cells(lines.filter(good), columns)))
    malformed = _malformed(block, ~good)
    return Batch(panel, source.filter(good), malformed, block.lines, share).refuse(reasons)


def _lines(block: Block) -> pl.Series:
    """The lines as text, null where a line is not UTF-8."""
    try:
        return pl.read_lines(_PLAIN + block.data)["line"].slice(1)
    except ComputeError:
        return pl.Series([_decoded(line) for line in _raw_lines(block)], dtype=pl.String)


def _raw_lines(block: Block) -> list[bytes]:
    return block.data.removesuffix(b"\n").split(b"\n")


def _decoded(line: bytes) -> str | None:
    try:
        return line.decode().removesuffix("\r")
    except UnicodeDecodeError:
        return None


def _cells(lines: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
    schema = pl.Schema(dict.fromkeys(columns, pl.String()))
    if lines.is_empty():
        return schema.to_frame()
    text = _PLAIN + "\n".join(lines).encode()
    return pl.read_csv(text, has_header=False, skip_lines=1, schema=schema).fill_null("")


def _malformed(block: Block, bad: pl.Series) -> pl.DataFrame:
    rows = pl.DataFrame({"row": _raw_lines(block)}, schema={"row": pl.Binary()})
    broken = rows.with_row_index("line", block.first_line).filter(bad)
    rule = pl.lit(_CUT) if block.cut else broken["row"].map_elements(fault, pl.String())
    return broken.select(
        pl.col("line").cast(pl.Int64), column=pl.lit(None, pl.String), rule=rule, row="row"
    )
