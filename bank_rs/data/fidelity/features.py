"""The profile features that the published heat maps correlate with products."""

from typing import Final

import polars as pl

_NUMBERS: Final = {
    "age": pl.col("age"),
    "tenure_months": pl.col("tenure_months"),
    "registered_days": (pl.col("fetch_date") - pl.col("registration_date")).dt.total_days(),
}

_FLAGS: Final = {
    "ind_new_client": pl.col("ind_new_client") == 1,
    "primary": pl.col("client_relationship_status") == 1,
    "resident": pl.col("ind_resident") == "S",
    "spouse_employee": pl.col("ind_spouse_employee") == "S",
    "deceased": pl.col("ind_deceased") == "S",
    "active": pl.col("ind_client_activity") == 1,
    "male": pl.col("gender") == "V",
    "employee": pl.col("ind_employee").is_in(["A", "F"]),
    "top": pl.col("client_segment") == "01 - TOP",
    "potential": pl.col("client_activity_1m") == "R",
    "KHE": pl.col("entry_channel") == "KHE",
    "KAT": pl.col("entry_channel") == "KAT",
    "KFC": pl.col("entry_channel") == "KFC",
    "Madrid": pl.col("province_code") == 28,
    "Barcelona": pl.col("province_code") == 8,
}


def features(panel: pl.LazyFrame) -> pl.LazyFrame:
    """Features of the rows with a gender, as in the source of ``correlations.json``.

    A missing income is set to the median, as there; any other missing number to the mean, and a
    missing flag to no, of which the source says nothing.

    Returns
    -------
    pl.LazyFrame
        ``owned`` and a Float64 column for each feature.
    """
    income = pl.col("income").fill_null(pl.col("income").median())
    numbers = {name: number.fill_null(number.mean()) for name, number in _NUMBERS.items()}
    flags = {name: flag.fill_null(value=False) for name, flag in _FLAGS.items()}
    return panel.filter(pl.col("gender").is_not_null()).select(
        "owned",
        **{name: e.cast(pl.Float64) for name, e in (numbers | flags).items()},
        income=income,
    )
