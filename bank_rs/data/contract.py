"""What must hold of a typed panel, whoever made it."""

from typing import Final

import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import PANEL_SCHEMA, PROFILE
from bank_rs.data.keys import month_keys
from bank_rs.data.rules import Check, breaks_rule
from bank_rs.errors import BankRsError

DOUBLED: Final = "doubled"
"""Column that `join_months` adds: whether the client has two records in a month."""

WIDEST: Final = "widest"
"""Column that `join_months` adds: the largest of the client's ownership masks, as it was read."""

TWICE: Final = "the panel has two records of one client in one month: remove one."

_MASKS: Final = 1 << len(PRODUCTS)


class PanelError(BankRsError):
    """A panel cannot be used to learn from."""


def panel_checks() -> list[Check]:
    """For each column of ``PANEL_SCHEMA``: what breaks its rule, its name and the rule."""
    owned, unknown = pl.col("owned"), pl.col("unknown")
    masks = f"a mask of {len(PRODUCTS)} bits"
    return [
        *((breaks_rule(f, PANEL_SCHEMA[f.name]), f.name, f.rule) for f in PROFILE),
        (owned.is_null() | (owned >= _MASKS), "owned", masks),
        (
            unknown.is_null() | (unknown >= _MASKS) | (unknown & owned != 0),
            "unknown",
            f"{masks}, none of them set in owned",
        ),
    ]


def check_panel(panel: pl.LazyFrame) -> pl.LazyFrame:
    """Return the panel if it keeps the contract; it is looked through a part at a time.

    Columns and dtypes are those of ``PANEL_SCHEMA``, values keep the rules of ``PROFILE``, no
    product is both owned and unknown, and no client has two records in one month.

    Raises
    ------
    PanelError
        If it does not; the error names the first column at fault, its rule and how many rows
        break it.
    """
    if panel.collect_schema() != PANEL_SCHEMA:
        raise PanelError(
            f"the panel's columns must be the {len(PANEL_SCHEMA)} of a typed panel, in their order "
            "and types: make it with 'bank-rs ingest'."
        )
    checks = panel_checks()
    counts = panel.select(broken.sum().alias(name) for broken, name, _ in checks)
    broken_rows = counts.collect(engine="streaming").row(0, named=True)
    for _, name, rule in checks:
        if broken_rows[name]:
            raise PanelError(
                f"the panel's column {name} must be {rule}, and in {broken_rows[name]:,} rows "
                "is not: make it with 'bank-rs ingest'."
            )
    keys = month_keys(panel.select("id", "fetch_date").collect())
    if pl.Series(keys).sort().diff().eq(0).any():
        raise PanelError(TWICE)
    return panel


def check_joined(joined: pl.DataFrame) -> pl.DataFrame:
    """Return what `join_months` made, without what it adds to check, if targets are targets.

    Raises
    ------
    PanelError
        If a client has two records in one month, a mask has bits of no product, or a product held
        already is among those added.
    """
    if joined[DOUBLED].any():
        raise PanelError(TWICE)
    wide, held = joined.select(
        (pl.col(WIDEST) >= _MASKS).any(),
        held=(pl.col("added") & pl.col("owned") != 0).any(),
    ).row(0)
    if wide or held:
        raise PanelError(
            "the months do not join: a product is added that is held already, or is none of the "
            f"{len(PRODUCTS)}; make the panel with 'bank-rs ingest'."
        )
    return joined.drop(DOUBLED, WIDEST)
