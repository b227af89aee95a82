"""What a table of a variable says, in words and numbers."""

import polars as pl

from bank_rs.exploration.grouping import NOT_KNOWN


def reading(column: str, table: pl.DataFrame) -> str:
    """Say in a sentence what `variable_table` shows, with its numbers.

    Returns
    -------
    str
        Markdown.
    """
    known = table.filter(pl.col("value") != NOT_KNOWN)
    missing = 1 - known["share"].sum()
    text = f"**{column}**: "
    if known.is_empty():
        return text + "never known."
    commonest = known.sort("share", descending=True).row(0, named=True)
    only = "only" if known.height == 1 else "most often"
    text += f"{only} {commonest['value']} ({commonest['share']:.2%} of records)"
    text += f", not known in {missing:.2%}. " if missing > 5e-5 else ", always known. "
    rated = table.drop_nulls("rate").sort("rate")
    if rated.height < 2:
        return text + "No two groups are large enough to compare."
    least, most = rated.row(0, named=True), rated.row(-1, named=True)
    text += f"Additions follow {least['rate']:.2%} of records ({least['value']}) "
    text += f"to {most['rate']:.2%} ({most['value']})"
    apart = rated["low"].to_numpy().max() > rated["high"].to_numpy().min()
    return text + (": some intervals are apart." if apart else "; all intervals overlap.")


def readings(tables: dict[str, pl.DataFrame]) -> str:
    """`reading` of each table, as a Markdown list."""
    return "\n".join(f"- {reading(column, table)}" for column, table in tables.items())
