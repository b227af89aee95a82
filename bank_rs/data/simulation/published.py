"""The published numbers the simulated bank is calibrated on, read once from package data."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from bank_rs.catalog import CODES


@cache
def published(name: str) -> dict[str, Any]:
    """Return one table of ``bank_rs/data/published``; its ``source`` says where it comes from.

    Parameters
    ----------
    name
        Name of the file without its ending, such as ``holdings``.

    Returns
    -------
    dict
        The table as JSON gives it; shared between callers, to be read only.
    """
    text = (files("bank_rs.data") / "published" / f"{name}.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def published_count(name: str, product: int, place: int, clients: int) -> float:
    """Return a count of ``holdings`` at the size of a bank of so many clients.

    Parameters
    ----------
    name
        ``holders``, ``additions`` or ``first_record_holders``.
    product
        Position of the product in the catalog; 0 is returned where nothing is published for it.
    place
        Position of the month in the counts: additions begin with 2015-02.
    clients
        Distinct clients of the simulated bank.
    """
    counts = published("holdings")[name].get(CODES[product])
    scale = clients / published("presence")["clients"]
    return float(counts[place]) * scale if counts else 0.0
