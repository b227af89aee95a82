"""Outcomes on disk: a JSON file and a Parquet file for each month."""

from datetime import date
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError
from pydantic import ValidationError

from bank_rs.data.whole_file import whole
from bank_rs.errors import BankRsError
from bank_rs.loop.outcomes.outcome import Outcome


class OutcomeFileError(BankRsError):
    """A stored outcome cannot be read."""


def write_outcome(folder: Path, outcome: Outcome, products: pl.DataFrame) -> Path:
    """Store a month, in place of what was stored of it before.

    Parameters
    ----------
    folder
        Of the outcomes.
    outcome, products
        What `judge_month` returns.

    Returns
    -------
    Path
        ``2016-06.json``, with the metrics; ``2016-06.parquet`` beside it has the products.

    Raises
    ------
    OutputError
        If the files cannot be written.
    """
    path = _path(folder, outcome.month)
    with whole(path.with_suffix(".parquet")) as partial:
        products.write_parquet(partial)
    with whole(path) as partial:  # last, as it is what a month is found by
        partial.write_text(f"{outcome.model_dump_json(indent=2)}\n", "utf-8")
    return path


def read_outcomes(folder: Path) -> list[Outcome]:
    """The stored months, the oldest first; none of a folder that is not there.

    Raises
    ------
    OutcomeFileError
        If a file is no outcome.
    """
    return [_read(path) for path in sorted(folder.glob("????-??.json"))]


def read_products(folder: Path, month: date) -> pl.DataFrame:
    """The products of a stored month; raises as `read_outcomes` does."""
    path = _path(folder, month).with_suffix(".parquet")
    try:
        return pl.read_parquet(path)
    except (OSError, PolarsError) as error:
        raise _unreadable(path) from error


def _path(folder: Path, month: date) -> Path:
    return folder / f"{month:%Y-%m}.json"


def _read(path: Path) -> Outcome:
    try:
        return Outcome.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> OutcomeFileError:
    return OutcomeFileError(
        f"{path} is not what 'bank-rs outcomes' wrote: remove it and judge that month again."
    )
