"""The simulated bank: a panel of clients, months and holdings."""

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.catalog import mask_of
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.simulation.activity import first_activity, next_activity
from bank_rs.data.simulation.affinity import draw_affinity
from bank_rs.data.simulation.holdings import draw_holdings
from bank_rs.data.simulation.months import MONTHS, RELOAD
from bank_rs.data.simulation.population import draw_population
from bank_rs.data.simulation.presence import draw_presence
from bank_rs.data.simulation.profile import ProfileColumns
from bank_rs.data.simulation.trade import Trade
from bank_rs.errors import BankRsError


class SimulationSizeError(BankRsError):
    """A simulation was asked for that has no clients, or months the public data lacks."""


def simulate(
    clients: int,
    months: int = len(MONTHS),
    seed: int = 42,
    on_month: Callable[[date], None] | None = None,
) -> pl.DataFrame:
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
        Seed of all chance: the same seed gives the same panel.
    on_month
        Called with each month once it has passed, all 17 of them.

    Returns
    -------
    polars.DataFrame
        ``PANEL_SCHEMA``, one row per client and month, sorted by month, inside a month in no
        order of client numbers.

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
    kept = []
    for month, frame in enumerate(_pass_months(np.random.default_rng(seed), clients, months)):
        if frame is not None:
            kept.append(frame)
        if on_month is not None:
            on_month(MONTHS[month])
    return pl.concat(kept, rechunk=False)


def _pass_months(
    rng: np.random.Generator, clients: int, months: int
) -> Iterator[pl.DataFrame | None]:
    """Yield each month's rows, nothing for months that are not kept."""
    presence = draw_presence(rng, clients)
    people = draw_population(rng, presence)
    affinity = draw_affinity(rng, people)
    active = first_activity(rng, people, affinity, presence)
    holdings = draw_holdings(rng, people, affinity, active, presence.at(0))
    trade = Trade(rng, holdings, affinity, people, presence)
    profile = ProfileColumns(people, presence, rng)
    for month in range(len(MONTHS)):
        here = presence.at(month)
        if month:
            bought = trade.run(month, active, profile.age(month))
            active = next_activity(rng, active, bought, holdings.owned, affinity, here, month)
        if month < len(MONTHS) - months:
            yield None
            continue
        rows = np.flatnonzero(here)
        unseen = presence.without_profile[rows] if month < RELOAD else np.zeros(rows.size, bool)
        owned = holdings.owned[rows]
        yield (
            profile.at(month, active)
            .with_columns(owned=pl.Series(owned), unknown=pl.Series(_unknown(rng, unseen, owned)))
            .select(pl.col(name).cast(dtype) for name, dtype in PANEL_SCHEMA.items())
        )


def _unknown(
    rng: np.random.Generator, unseen: NDArray[np.bool_], owned: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """Null flags: of 27,734 rows without a profile 15,846 lack nomina and nom_pens.

    A flag that is set is known. Source: lbngyn, customer_profile_feature_deep_eda.md;
    iuliia-kuznetsova, data_overview.ipynb, cell 23.
    """
    mask = np.uint32(mask_of("nomina", "nom_pens"))
    null = unseen & (rng.random(unseen.size) < 15846 / 27734) & (owned & mask == 0)
    return np.where(null, mask, np.uint32(0))
