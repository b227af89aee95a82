"""The simulated bank: a panel of clients, months and holdings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.catalog import CODES, mask_of
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS, RELOAD
from bank_rs.data.published.segment import TOP
from bank_rs.data.simulation.activity import Activity
from bank_rs.data.simulation.affinity import draw_affinity
from bank_rs.data.simulation.opening import draw_holdings
from bank_rs.data.simulation.population import draw_population
from bank_rs.data.simulation.presence import draw_presence
from bank_rs.data.simulation.profile import ProfileColumns
from bank_rs.data.simulation.trade import Trade
from bank_rs.data.truth import TRUTH_SCHEMA
from bank_rs.errors import BankRsError


class SimulationSizeError(BankRsError):
    """A simulation was asked for that has no clients, or months the public data lacks."""


@dataclass(frozen=True, slots=True)
class SimulatedMonth:
    """One month of a simulated bank.

    Attributes
    ----------
    date
        Snapshot date.
    panel
        ``PANEL_SCHEMA``, one row per client with a record in the month, in no order of client
        numbers.
    truth
        ``TRUTH_SCHEMA``: what the additions of this month were drawn from, one row per client with
        a record in this month and the one before, dated with the latter. Empty in the first month.
    """

    date: date
    panel: pl.DataFrame
    truth: pl.DataFrame


def simulate(clients: int, months: int = len(MONTHS), seed: int = 42) -> pl.DataFrame:
    """Return the panel of a simulated bank.

    Parameters
    ----------
    clients, months, seed
        As in `simulate_months`.

    Returns
    -------
    polars.DataFrame
        ``PANEL_SCHEMA``, one row per client and month, sorted by month.

    Raises
    ------
    SimulationSizeError
        If ``clients`` or ``months`` is out of bounds.
    """
    return pl.concat([month.panel for month in simulate_months(clients, months, seed)])


def simulate_months(
    clients: int, months: int = len(MONTHS), seed: int = 42
) -> Iterator[SimulatedMonth]:
    """Simulate a bank calibrated on the published numbers of the Santander data.

    Every count follows ``bank_rs/data/published`` at the scale of ``clients`` to 956,645. The
    clients are invented; no row is a real person's.

    Parameters
    ----------
    clients
        Distinct clients over all 17 months, at least 1.
    months
        How many months to keep, 1 to 17: the last ones, since models train on the newest.
    seed
        Seed of all chance: the same seed gives the same bank.

    Yields
    ------
    SimulatedMonth
        The kept months in order; the earlier ones pass before the first.

    Raises
    ------
    SimulationSizeError
        If ``clients`` or ``months`` is out of bounds.
    """
    if clients < 1:
        raise SimulationSizeError("simulate needs at least 1 client: ask for more clients.")
    if not 1 <= months <= len(MONTHS):
        raise SimulationSizeError(
            f"simulate knows {len(MONTHS)} months: ask for 1 to {len(MONTHS)} of them."
        )
    return _pass_months(np.random.default_rng(seed), clients, len(MONTHS) - months)


def _pass_months(rng: np.random.Generator, clients: int, first: int) -> Iterator[SimulatedMonth]:
    bank = _Bank(rng, clients)
    for month in range(len(MONTHS)):
        if month:
            bank.pass_to(month)
        if month >= first:
            truth = bank.truth(month) if month > first else TRUTH_SCHEMA.to_frame()
            yield SimulatedMonth(MONTHS[month], bank.panel(month), truth)


class _Bank:
    """A simulated bank in one month, which passes to the next."""

    def __init__(self, rng: np.random.Generator, clients: int) -> None:
        presence = draw_presence(rng, clients)
        self._rng = rng
        self._people = draw_population(rng, presence)
        self._presence = presence.awake(self._people.segment == TOP)
        affinity = draw_affinity(rng, self._people)
        self._activity = Activity(rng, self._people, self._presence, affinity)
        self._active = self._activity.first()
        self._chance = np.zeros((len(CODES), 0), np.float32)
        self._holdings = draw_holdings(rng, self._people, affinity, self._active, self._presence)
        self._trade = Trade(rng, self._holdings, affinity, self._people, self._presence)
        self._profile = ProfileColumns(self._people, self._presence, rng)

    def pass_to(self, month: int) -> None:
        """Let a month pass."""
        outcome = self._trade.run(month, self._active, self._profile.age(month))
        self._active = self._activity.following(self._active, outcome.bought, self._holdings, month)
        self._chance = outcome.chance

    def truth(self, month: int) -> pl.DataFrame:
        """Return what was drawn from when the month, the one it passed to last, passed."""
        rows = np.flatnonzero(self._presence.at(month) & self._presence.at(month - 1))
        chance = dict(zip(CODES, self._chance[:, rows], strict=True))
        columns = {"fetch_date": MONTHS[month - 1], "id": self._people.id[rows], **chance}
        return pl.DataFrame(columns, schema=TRUTH_SCHEMA)

    def panel(self, month: int) -> pl.DataFrame:
        """Return the records of the month."""
        rows = np.flatnonzero(self._presence.at(month))
        unseen = self._presence.without_profile[rows] & (month < RELOAD)
        owned = self._holdings.owned[rows]
        unknown = _unknown(self._rng, unseen, owned)
        columns = {"owned": pl.Series(owned), "unknown": pl.Series(unknown)}
        profile = self._profile.at(month, self._active)
        return profile.with_columns(**columns).match_to_schema(PANEL_SCHEMA)


def _unknown(
    rng: np.random.Generator, unseen: NDArray[np.bool_], owned: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """Null flags of nomina and nom_pens, most of them in rows without a profile.

    A flag that is set is known.
    """
    table = published("records")
    nulls, lost = table["payroll_null"], table["without_profile"]["rows"]
    rare = (nulls["rows"] - nulls["without_profile"]) / sum(published("presence")["rows"])
    mask = np.uint32(mask_of("nomina", "nom_pens"))
    free = owned & mask == 0
    able = max(int(free[unseen].sum()), 1) / max(int(unseen.sum()), 1)
    chance = np.where(unseen, nulls["without_profile"] / lost / able, rare)
    return np.where(free & (rng.random(unseen.size) < chance), mask, np.uint32(0))
