"""What of a joined panel a model is made from."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from bank_rs.model.clients import chosen
from bank_rs.model.sample import WEIGHT, Sample


@dataclass(frozen=True, slots=True)
class Draw:
    """Keeps of any joined rows those that a model learns from, is set and is judged on.

    What is kept of a row does not depend on the rows beside it: the rows of a panel may come all
    at once, or in parts on many machines.

    Attributes
    ----------
    months
        Snapshot dates of what is learnt from.
    whole
        Those of them that are set or judged on.
    others
        As in `Sample.draw`.
    share
        Of the clients that are set and judged on, see `chosen`.
    """

    months: tuple[date, ...]
    whole: frozenset[date]
    others: float
    share: float = 1.0

    def __call__(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Keep what is wanted.

        Parameters
        ----------
        rows
            As `with_history` returns them.

        Returns
        -------
        pl.DataFrame
            The sample with its weights, then the rows of the whole months, without a weight.
        """
        day = pl.col("fetch_date")
        joined = rows.filter(day.is_in(self.months), pl.col("added").is_not_null())
        whole = chosen(joined.filter(day.is_in(self.whole)), self.share)
        unweighted = whole.with_columns(pl.lit(None, pl.Float32).alias(WEIGHT))
        return pl.concat([Sample.draw(joined, self.others).weighted, unweighted])
