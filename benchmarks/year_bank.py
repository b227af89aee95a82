"""A simulated bank in which three things change that no model could know of before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

import numpy as np
import polars as pl

from bank_rs.catalog import PRODUCTS, mask_of
from bank_rs.data.fields import PANEL_SCHEMA, PROFILE
from bank_rs.data.simulation import simulate

INCOME_FROM: Final = date(2015, 9, 1)
CAMPAIGN_FROM: Final = date(2015, 12, 1)
LAST_SOLD: Final = date(2016, 1, 1)
WITHDRAWN_FROM: Final = date(2016, 2, 1)
CHANGES: Final = {
    INCOME_FROM: "income by month instead of by year",
    CAMPAIGN_FROM: "a campaign: each month 2 % of the well-to-do take up funds",
    WITHDRAWN_FROM: "the e-account is no longer sold",
}
"""What is planted, and the first month that has it."""

_WELL_TO_DO: Final = 120_000
"""Income a year from which on the campaign reaches a client."""

_TAKES_UP: Final = 0.02
_FUNDS: Final = mask_of("fond")
_WITHDRAWN: Final = mask_of("ecue")

_DAY: Final = pl.col("fetch_date")


@dataclass(frozen=True, slots=True)
class YearBank:
    """The bank's months.

    Attributes
    ----------
    panel
        Typed panel of all of them, sorted by client and month.
    months
        Snapshot dates, rising.
    """

    panel: pl.DataFrame
    months: tuple[date, ...]

    @classmethod
    def simulate(cls, clients: int, seed: int) -> Self:
        """Simulate a bank of 17 months, and plant the changes."""
        rows = simulate(clients, seed=seed).sort("id", "fetch_date")
        changed = _withdrawn(_campaign(rows, seed))
        changed = changed.with_columns(
            pl.when(_DAY >= INCOME_FROM).then(pl.col("income") / 12).otherwise("income")
        )
        months = changed["fetch_date"].unique().sort().to_list()
        return cls(changed.match_to_schema(PANEL_SCHEMA), tuple(months))

    def until(self, place: int) -> pl.DataFrame:
        """All records up to a month, itself included."""
        return self.panel.filter(self.months[place] >= _DAY)

    def month(self, place: int) -> pl.DataFrame:
        """The records of a month."""
        return self.panel.filter(self.months[place] == _DAY)

    def spoilt(self, place: int) -> pl.DataFrame:
        """The records up to a month, before its last two with the products' columns in reverse."""
        old = self.months[place - 1] > _DAY
        return self.until(place).with_columns(
            pl.when(old).then(_reversed(mask)).otherwise(mask).alias(mask)
            for mask in ("owned", "unknown")
        )

    def requests(self, place: int, most: int) -> Iterator[bytes]:
        """The records of a month as bodies of /predict/batch, a record a line, in no order.

        Parameters
        ----------
        place
            Of the month.
        most
            Records in a body.
        """
        flags = [
            (pl.col("owned") // (1 << bit) % 2).alias(product.english_column)
            for bit, product in enumerate(PRODUCTS)
        ]
        records = self.month(place).select(*(field.name for field in PROFILE), *flags)
        for part in records.sample(fraction=1, shuffle=True, seed=place).iter_slices(most):
            yield part.write_ndjson().encode()


def _reversed(mask: str) -> pl.Expr:
    """The mask with its first bit as its last."""
    last = len(PRODUCTS) - 1
    bits = (pl.col(mask) // (1 << bit) % 2 * (1 << last - bit) for bit in range(len(PRODUCTS)))
    return pl.sum_horizontal(*bits).cast(pl.UInt32)


def _campaign(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Let a part of the well-to-do take up funds each month, for good."""
    clients = rows.group_by("id", maintain_order=True).agg(pl.col("income").max())
    months = np.random.default_rng(seed).geometric(_TAKES_UP, clients.height) - 1
    begins = pl.lit(CAMPAIGN_FROM).dt.offset_by(pl.format("{}mo", pl.Series("wait", months)))
    reached = clients.select("id", begins=pl.when(pl.col("income") >= _WELL_TO_DO).then(begins))
    held = pl.col("owned") | pl.lit(_FUNDS, pl.UInt32)
    known = pl.col("unknown") & pl.lit(~_FUNDS & 0xFFFFFF, pl.UInt32)
    takes = pl.col("begins").is_not_null() & (pl.col("begins") <= _DAY)
    return (
        rows.join(reached, on="id", how="left", maintain_order="left")
        .with_columns(
            owned=pl.when(takes).then(held).otherwise("owned"),
            unknown=pl.when(takes).then(known).otherwise("unknown"),
        )
        .drop("begins")
    )


def _withdrawn(rows: pl.DataFrame) -> pl.DataFrame:
    """Take a product from whoever did not hold it ever since it was last sold."""
    bit = pl.lit(_WITHDRAWN, pl.UInt32)
    holds = pl.col("owned") & bit != 0
    kept = (holds | (_DAY < LAST_SOLD)).cum_min().over("id") | (_DAY < WITHDRAWN_FROM)
    lost = pl.col("owned") & pl.lit(~_WITHDRAWN & 0xFFFFFF, pl.UInt32)
    return rows.with_columns(owned=pl.when(kept).then("owned").otherwise(lost))
