"""Which features the model's trees split on."""

import polars as pl
from matplotlib.figure import Figure

from bank_rs.exploration.encoded import family_of
from bank_rs.exploration.style import BLUE, new_figure, plain
from bank_rs.model.features.profile import NAMES as PROFILE_FEATURES


def importance_table(importance: pl.DataFrame) -> pl.DataFrame:
    """Gain by family of features.

    Parameters
    ----------
    importance
        ``feature`` and ``gain``.

    Returns
    -------
    pl.DataFrame
        ``family``, ``features`` (how many) and ``share`` of all gain, the largest first.
    """
    families = pl.Series("family", [family_of(name) for name in importance["feature"]], pl.String)
    total = max(float(importance["gain"].sum()), 1e-9)
    return (
        importance.with_columns(families)
        .group_by("family")
        .agg(features=pl.len(), share=pl.col("gain").sum() / total)
        .sort("share", "family", descending=[True, False])
    )


def importance_reading(importance: pl.DataFrame) -> str:
    """Say how much of the gain the profile has, against what is held and the months before.

    Parameters
    ----------
    importance
        ``feature`` and ``gain``.

    Returns
    -------
    str
        Markdown.
    """
    total = max(float(importance["gain"].sum()), 1e-9)
    of_profile = importance.filter(pl.col("feature").is_in(PROFILE_FEATURES))
    share = float(of_profile["gain"].sum()) / total
    return (
        f"What is held and what the months before show have {1 - share:.0%} of all gain, the "
        f"profile of the record {share:.0%}."
    )


def plot_importance(table: pl.DataFrame, source: str, top: int = 15) -> Figure:
    """Families with the most gain.

    Parameters
    ----------
    table
        What `importance_table` returns.
    source
        As in `new_figure`.
    top
        How many families.
    """
    shown = table.head(top)
    figure = new_figure("What the trees split on", source, (9, 1.2 + 0.26 * shown.height))
    axes = plain(figure.add_subplot(), "x")
    bars = axes.barh(range(shown.height), 100 * shown["share"], color=BLUE)
    axes.bar_label(bars, fmt="%.1f", padding=2, fontsize="x-small")
    counted = shown.select(pl.format("{} ({})", "family", "features")).to_series()
    axes.set_yticks(range(shown.height), counted, fontsize="small")
    axes.invert_yaxis()
    axes.set(xlabel="% of all gain; in brackets, how many features", ylabel="family of features")
    axes.margins(x=0.08)
    return figure
