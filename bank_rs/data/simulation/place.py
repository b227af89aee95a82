"""Where clients live: a province, or abroad."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.months import FIRST_NUMBER, MONTHS, RELOAD
from bank_rs.data.simulation.allotment import allot
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.raking import Table, fit_margins

_ROUNDS: Final = 25


def published_places() -> Table:
    """Code, rows, median and mean income, mean tenure of each province and, last, of abroad."""
    table = published("profile")
    return np.array([*table["province"].values(), table["abroad"]], np.float64)


def draw_places(
    rng: np.random.Generator, registered: NDArray[np.int32], presence: Presence
) -> NDArray[np.int16]:
    """Draw a place by the month of joining.

    Rows of each place follow the published counts and their mean tenure the published means:
    Madrid and the Basque country keep old clients, Murcia has young ones.

    Returns
    -------
    ndarray
        Position in the published table of provinces, the number of provinces for a client
        abroad; int16 of shape (clients,).
    """
    records = presence.records()
    months, cells = np.unique(registered, return_inverse=True)
    rows = np.maximum(np.bincount(cells, records, months.size), 1e-9)
    told = FIRST_NUMBER + np.maximum(np.arange(len(MONTHS)), RELOAD)
    sums = np.bincount(cells, presence.weighted_records(told.astype(np.float64)), months.size)
    table = _fit_places(rows, sums / rows - months)
    places = np.empty(registered.size, np.int16)
    order = np.argsort(cells, kind="stable")
    ends = np.cumsum(np.bincount(cells, minlength=months.size))
    for weights, members in zip(table, np.split(order, ends[:-1]), strict=True):
        places[members] = allot(rng, weights, records[members])
    return places


def _fit_places(rows: Table, tenure: Table) -> Table:
    """Rows by month of joining and place, shape (months, places).

    The weights of a place grow or fall exponentially with tenure, one step of Newton's method on
    the mean in each round.
    """
    target = published_places()
    centred = (tenure - np.average(tenure, weights=rows))[:, None]
    shift = target[:, 4] - np.average(target[:, 4], weights=target[:, 1])
    slope = np.zeros(len(target))
    table = np.outer(rows, target[:, 1])
    for _ in range(_ROUNDS):
        table = fit_margins(table, rows, target[:, 1], 4)
        total = table.sum(axis=0)
        mean = (table * centred).sum(axis=0) / total
        spread = (table * centred**2).sum(axis=0) / total - mean**2
        step = np.clip((shift - mean) / np.maximum(spread, 1.0), -0.01, 0.01)
        slope += step
        table = table * np.exp(centred * step)
    return fit_margins(table, rows, target[:, 1], 4)
