"""Clients who stop being primary in a month, and on which day."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS, RELOAD
from bank_rs.data.simulation.draw import choose
from bank_rs.data.simulation.presence import Presence

Dates = NDArray[np.datetime64]


def draw_departures(
    rng: np.random.Generator, presence: Presence, silent: NDArray[np.bool_], month: int
) -> Dates:
    """Draw the last day as primary client in the month.

    Those about to leave go first, then those of whom little is known: of the rows with a next
    row 1,737 lack a single value (vvbelyanin, final.rev.1.ipynb, cell 51), so hardly any client
    with a whole profile goes and returns.

    Parameters
    ----------
    rng
        Source of chance.
    presence
        When the clients have records.
    silent
        Of whom little is known.
    month
        Index of the month, not before 2015-07: earlier months tell that month's values.

    Returns
    -------
    ndarray
        datetime64[D] of shape (clients,), NaT for those who stay primary.
    """
    here = presence.at(month)
    days = np.full(here.size, "NaT", "datetime64[D]")
    score = rng.random(here.size) + silent
    if month < len(MONTHS) - 1:
        score += 2 * ~presence.at(month + 1)
    wanted = _published_count(month, int(here.sum()))
    chosen = np.empty(0, np.int64)
    if month == RELOAD:
        chosen = _seen_in_spring(presence, score)
        here &= presence.first == RELOAD
    rest = np.flatnonzero(here)
    rest = rest[np.argsort(-score[rest])[: max(wanted - chosen.size, 0)]]
    chosen = np.concatenate([chosen, rest])
    days[chosen] = _draw_days(rng, month, chosen.size)
    return days


def _seen_in_spring(presence: Presence, score: NDArray[np.float64]) -> NDArray[np.int64]:
    """Those who are shown with the status of 2015-07 in all months before it."""
    here = presence.at(0) & presence.at(RELOAD - 1) & presence.at(RELOAD)
    members = np.flatnonzero(here & ~presence.without_profile)
    wanted = _published_count(RELOAD - 1, int(presence.at(RELOAD - 1).sum()))
    return members[np.argsort(-score[members])[:wanted]]


def _published_count(month: int, rows: int) -> int:
    share: float = published("presence")["relation_99_share"][month]
    return round(share * rows)


def _draw_days(rng: np.random.Generator, month: int, size: int) -> Dates:
    """Weekdays up to the 30th; the published top date gets its share of its month."""
    start = np.datetime64(MONTHS[month], "M")
    days = np.arange(start, start + 1, dtype="datetime64[D]")[:30]
    weights = np.is_busday(days).astype(np.float64)
    top = published("presence")["top_last_date"]
    place = days == np.datetime64(top["date"])
    if place.any():
        weights[place] = top["share"] / (1 - top["share"]) * (weights.sum() - 1)
    return days[choose(rng, weights, size)]
