"""The newest thirteen months of a panel, written to a file for look-ups."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.contract import PanelError
from bank_rs.data.history import month_number
from bank_rs.data.history_store.header import CLIENT, WORD, Header
from bank_rs.data.history_store.window import MONTHS, first_day
from bank_rs.data.month_word import month_words
from bank_rs.data.panel import scan_panel
from bank_rs.data.status import status
from bank_rs.data.whole_file import OutputError, whole


def write_history(data: Path, out: Path, show: Callable[[str, float], None]) -> Header:
    """Write what is known of each client in the last month of a panel and the twelve before.

    One month of the panel at a time is in memory, and what is written. The file appears when it is
    whole, readable by its owner alone; clients without a record in these months are not in it.

    Parameters
    ----------
    data
        Typed panel, as ``bank-rs ingest`` writes it.
    out
        File to write.
    show
        Called with what is being done and the share that is done.

    Returns
    -------
    Header
        What the file says of itself.

    Raises
    ------
    PanelError
        If the panel has no record, two of one client in one month, or breaks its contract in
        another way.
    OutputError
        If the file cannot be written.
    """
    if os.path.realpath(out) == os.path.realpath(data):
        raise OutputError(f"{out} is the panel itself: name another file to write.")
    show("checking the panel", 0.0)
    panel = scan_panel(data)
    last = _last_month(panel)
    clients = _clients(panel, last)
    words = np.zeros((len(clients), MONTHS), WORD)
    for place in range(MONTHS):
        show(f"{first_day(last - place):%Y-%m}", (place + 1) / (MONTHS + 1))
        month = _month(panel, last - place)
        words[clients.searchsorted(month["id"].to_numpy()), place] = month["word"].to_numpy()
    show("writing", 1.0)
    return _write(out, last, clients, words)


def _last_month(panel: pl.LazyFrame) -> int:
    last = panel.select(pl.col("fetch_date").max()).collect(engine="streaming").item()
    if last is None:
        raise PanelError("the panel has no records: make one with 'bank-rs ingest'.")
    return month_number(last)


def _clients(panel: pl.LazyFrame, last: int) -> NDArray[np.int64]:
    """Ids of those that have a record in the months to write, rising."""
    recent = panel.filter(pl.col("fetch_date") >= first_day(last - MONTHS + 1))
    ids = recent.select(pl.col("id").unique().sort()).collect(engine="streaming")
    return ids["id"].to_numpy().astype(CLIENT, copy=False)


def _month(panel: pl.LazyFrame, month: int) -> pl.DataFrame:
    day = pl.col("fetch_date")
    records = panel.filter(day >= first_day(month), day < first_day(month + 1))
    word = month_words(nw.col("owned"), status()).alias("word")
    return nw.from_native(records).select("id", word).to_native().collect(engine="streaming")


def _write(out: Path, last: int, clients: NDArray[np.int64], words: NDArray[np.uint32]) -> Header:
    check = hashlib.sha256(clients.data)
    check.update(words.data)
    header = Header(last_month=first_day(last), clients=len(clients), sha256=check.hexdigest())
    with whole(out) as partial, open(partial, "wb", opener=_owner_only) as file:
        file.writelines((header.to_bytes(), clients.data, words.data))
    return header


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
