"""Household incomes."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.published import published


def draw_incomes(
    rng: np.random.Generator, province: NDArray[np.int8], segment: NDArray[np.int8]
) -> NDArray[np.float64]:
    """Draw log-normal incomes round the median of the province, in euros; nan where unknown.

    Every value is a multiple of 0.03, and some neighbours in a province share theirs, as the
    families of the real data do.
    """
    table = published("profile")["income"]
    medians = np.array([row[2] for row in published("profile")["province"].values()])
    centre = np.append(medians, np.median(medians))[province]
    centre = centre * np.array(list(table["segment_factor"].values()))[segment]
    wide = rng.random(province.size) < table["tail_share"]
    spread = np.where(wide, table["tail_spread"], table["spread"])
    income = centre * np.exp(spread * rng.standard_normal(province.size))
    income = np.clip(income, table["low"], table["high"])
    income = _share_in_families(rng, income, province, table["family_share"])
    income[rng.random(province.size) < table["missing"]] = np.nan
    return np.rint(income * 100 / 3) * 3 / 100


def _share_in_families(
    rng: np.random.Generator,
    income: NDArray[np.float64],
    province: NDArray[np.int8],
    share: float,
) -> NDArray[np.float64]:
    """Let a share of the clients take the income of the one before them in their province."""
    order = np.argsort(province, kind="stable")
    same = np.append(False, province[order[1:]] == province[order[:-1]])
    copies = same & (rng.random(income.size) < share)
    source = np.maximum.accumulate(np.where(copies, 0, np.arange(income.size)))
    shared = np.empty_like(income)
    shared[order] = income[order][source]
    return shared
