"""What has been published about the Santander data, as tables read once from package data."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def published(name: str) -> dict[str, Any]:
    """Return one table; its ``source`` says where each part comes from.

    Parameters
    ----------
    name
        Name of the file without its ending, such as ``holdings``.

    Returns
    -------
    dict
        The table as JSON gives it; shared between callers, to be read only.
    """
    text = (files("bank_rs.data.published") / f"{name}.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table
