"""The features on which an addition depends most."""

import polars as pl


def strongest_table(strength: pl.DataFrame, certainty: pl.DataFrame, top: int = 5) -> pl.DataFrame:
    """For each addition the features that are surest to matter, with the strength of each.

    They are ranked by significance, since phi_K of features with different numbers of values
    compares only roughly.

    Parameters
    ----------
    strength, certainty
        What `phik_table` and `significance_table` return of the same columns.
    top
        How many features to name.

    Returns
    -------
    pl.DataFrame
        ``addition`` and ``surest``, a text such as ``age 0.31, income 0.20`` with phi_K.
    """
    rows = []
    for addition in strength.columns[1:]:
        pair = pl.DataFrame(
            [strength["feature"], strength[addition].alias("phik"), certainty[addition].alias("z")]
        )
        known = pair.fill_nan(None).drop_nulls()
        first = known.sort("z", "feature", descending=[True, False]).head(top)
        named = [f"{feature} {phik:.2f}" for feature, phik, _ in first.iter_rows()]
        rows.append((addition, ", ".join(named)))
    return pl.DataFrame(rows, schema=["addition", "surest"], orient="row")


def pair_reading(table: pl.DataFrame, top: int = 8) -> str:
    """Name the pairs of different features that depend on each other most.

    Parameters
    ----------
    table
        What `phik_table` returns of columns with themselves.
    top
        How many pairs to name.

    Returns
    -------
    str
        Markdown.
    """
    pairs = (
        table.unpivot(index="feature", variable_name="other")
        .filter(pl.col("feature") < pl.col("other"), pl.col("value").is_not_nan())
        .sort("value", "feature", "other", descending=[True, False, False])
    )
    named = [f"{a} and {b} ({value:.2f})" for a, b, value in pairs.head(top).iter_rows()]
    return f"The strongest of {pairs.height} pairs: {', '.join(named)}."
