"""How simulated clients behave: numbers chosen so that what is published comes out."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def behaviour() -> dict[str, Any]:
    """Return the strengths of everything that moves simulated clients; none is published.

    Returns
    -------
    dict
        ``loadings`` of each product on the ``factors`` of a client's lasting leanings. Then log
        odds of taking a product: by its ``affinity`` with the client, ``traits``, what is held or
        changed lately (``pulls``), a junior account that ends (``grown``), ``again`` after a drop,
        and for clients who leave sooner or later (``leaving``); of giving it up (``drop``).
        ``again.share`` is the part of the additions that comes from clients who dropped the
        product, ``with`` the part that follows another addition of the month. ``balance`` is how
        hard holders of a segment and activity are drawn to their published share, ``activity``
        what moves the activity index, ``dormant_share_of_inactive`` the dormant clients' part of
        each segment's inactive rows.
        Shared between callers, to be read only.
    """
    text = (files("bank_rs.data.simulation") / "behaviour.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table
