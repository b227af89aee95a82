"""Groups of clients whose quality is looked at apart."""

from typing import Final

import polars as pl

_AGES: Final = {"0-24": 24, "25-34": 34, "35-44": 44, "45-54": 54, "55-64": 64}
_OLDER: Final = "65 and above"
_MONTHS: Final = {"0": 0, "1": 1, "2-6": 6}
_LONGER: Final = "7 or more"


def client_groups(rows: pl.DataFrame) -> dict[str, pl.Series]:
    """Segment, age band, sex, months known and whether anything is held, of each row.

    Parameters
    ----------
    rows
        What `with_history` returns, or `transitions`, where the months known are left out.

    Returns
    -------
    dict
        Text, null where not known, by the name of the grouping. Months known are those before the
        row's own that have a record, as far back as the columns go.
    """
    holds = pl.when(pl.col("owned") == 0).then(pl.lit("nothing")).otherwise(pl.lit("something"))
    groupings = {
        "segment": pl.col("client_segment"),
        "age": _band(pl.col("age"), _AGES, _OLDER),
        "sex": pl.col("gender"),
        "holds": holds,
    }
    masks = [name for name in rows.columns if name.startswith("owned_")]
    if masks:
        known = pl.sum_horizontal(pl.col(masks).is_not_null().cast(pl.Int32))
        groupings["months known"] = _band(known, _MONTHS, _LONGER)
    return {name: rows.select(group.alias(name))[name] for name, group in groupings.items()}


def _band(value: pl.Expr, bands: dict[str, int], beyond: str) -> pl.Expr:
    steps = [pl.when(value <= last).then(pl.lit(name)) for name, last in bands.items()]
    return pl.coalesce(*steps, pl.when(value.is_not_null()).then(pl.lit(beyond)))
