"""A simulated bank written to files month by month."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import polars as pl

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.parquet_file import parquet_file
from bank_rs.data.raw_writer import raw_writer
from bank_rs.data.simulation.bank import simulate_months
from bank_rs.data.truth import TRUTH_SCHEMA
from bank_rs.data.whole_file import whole
from bank_rs.errors import BankRsError

Write = Callable[[pl.DataFrame], None]


class SimulationFileError(BankRsError):
    """A simulated bank cannot be written to the files that are named."""


def write_bank(
    out: Path,
    truth: Path | None,
    clients: int,
    months: int,
    seed: int,
    on_month: Callable[[int, float], None],
) -> int:
    """Simulate a bank into a file, of which one month at a time is held in memory.

    Parameters
    ----------
    out
        ``.csv`` or ``.zip`` for the raw layout of the real file, ``.parquet`` for the typed panel
        that ``ingest`` would make of it.
    truth
        Parquet file for the probabilities that additions were drawn from, ``TRUTH_SCHEMA``.
    clients, months, seed
        As in `simulate_months`.
    on_month
        Called after each month with the rows so far and the share of the months that are done.

    Returns
    -------
    int
        Rows written to ``out``.

    Raises
    ------
    SimulationFileError
        If a name has another ending, or both files the same one.
    SimulationSizeError
        If ``clients`` or ``months`` is out of bounds.
    OutputError
        If a file cannot be written.
    """
    bank = simulate_months(clients, months, seed)
    rows = 0
    with ExitStack() as files:
        write_panel = _panel_writer(files, out)
        write_truth = _truth_writer(files, truth, out)
        for place, month in enumerate(bank, start=1):
            write_panel(month.panel)
            write_truth(month.truth)
            rows += month.panel.height
            on_month(rows, place / months)
    return rows


def _panel_writer(files: ExitStack, out: Path) -> Write:
    if out.suffix in (".csv", ".zip"):
        return files.enter_context(raw_writer(out))
    if out.suffix == ".parquet":
        return _parquet_writer(files, out, PANEL_SCHEMA)
    raise SimulationFileError(f"{out} has no ending that is known: name a .csv, .zip or .parquet.")


def _truth_writer(files: ExitStack, truth: Path | None, out: Path) -> Write:
    if truth is None:
        return lambda _: None
    if truth.suffix != ".parquet":
        raise SimulationFileError(f"{truth} must end in .parquet: name such a file.")
    if truth.resolve() == out.resolve():
        raise SimulationFileError(f"{truth} is the panel's file as well: name another one.")
    return _parquet_writer(files, truth, TRUTH_SCHEMA)


def _parquet_writer(files: ExitStack, path: Path, schema: pl.Schema) -> Write:
    file = files.enter_context(parquet_file(files.enter_context(whole(path)), schema))
    return lambda frame: file.write_table(frame.to_arrow())
