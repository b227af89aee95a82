"""Promises of the preprocessing step, each checked on rows at hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import PROFILE, Kind
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import with_history

STEP: Final = "features"
UNSEEN: Final = "never seen"

_SINGLE_ROWS: Final = 50
_OPEN_TEXTS: Final = tuple(
    field.name
    for field in PROFILE
    if field.kind in (Kind.CATEGORY, Kind.CODE) and not field.allowed
)
_OPTIONAL: Final = tuple(field.name for field in PROFILE if not field.required)


@dataclass(frozen=True, slots=True)
class Checks:
    """A pipeline fitted on the training months, and rows to try it on.

    Attributes
    ----------
    pipeline
        Its step ``features`` makes the matrix; the last has ``predict_proba``.
    panel
        The records the rows were made of, later months included.
    rows
        Rows of the training months as `with_history` returns them for the panel.
    """

    pipeline: Pipeline
    panel: pl.DataFrame
    rows: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """Check every promise.

        Returns
        -------
        pl.DataFrame
            ``promise``, ``tried`` (on what) and ``kept`` (whether).
        """
        lines = [(promise, tried, kept()) for promise, tried, kept in self._promises()]
        schema = {"promise": pl.String, "tried": pl.String, "kept": pl.Boolean}
        return pl.DataFrame(lines, schema=schema, orient="row")

    def _promises(self) -> Iterator[tuple[str, str, Callable[[], bool]]]:
        many, few = f"{self.rows.height:,} rows", f"{min(_SINGLE_ROWS, self.rows.height)} rows"
        yield "one float32 number for each named feature", many, self.named
        yield "the first 24 features say what is held", many, self.held_first
        yield "a row alone gets the numbers it gets in a batch", few, self.alone_as_in_batch
        yield "the order of the rows does not matter", many, self.in_any_order
        yield "later months change nothing", many, self.blind_to_the_future
        yield "an unseen category counts as a missing one", many, self.unseen_as_missing
        yield "a record of nothing but nulls is answered", "1 row", self.empty_answered
        yield "probabilities of a row alone are those of the batch", few, self.answers_alone

    def features(self, rows: pl.DataFrame) -> NDArray[np.float32]:
        """The matrix the pipeline's first step makes."""
        matrix: NDArray[np.float32] = self.pipeline[STEP].transform(rows)
        return matrix

    def named(self) -> bool:
        """Whether every column has a name of its own and none is infinite."""
        matrix, names = self.features(self.rows), self.pipeline[STEP].get_feature_names_out()
        shaped = matrix.shape == (self.rows.height, len(set(names))) and matrix.dtype == np.float32
        return shaped and not np.isinf(matrix).any()

    def held_first(self) -> bool:
        """Whether the first features are the flags of what is held, in the catalog's order."""
        flags = self.features(self.rows)[:, : len(PRODUCTS)]
        return np.array_equal(flags, unpack(self.rows["owned"]))

    def alone_as_in_batch(self) -> bool:
        """Whether rows transformed one by one are the rows of the batch, to the bit."""
        batch = self.features(self.rows[:_SINGLE_ROWS])
        single = [self.features(self.rows[place]) for place in range(len(batch))]
        return np.array_equal(np.vstack(single), batch, equal_nan=True)

    def in_any_order(self) -> bool:
        """Whether the reversed rows give the reversed matrix."""
        backwards = self.features(self.rows.reverse())
        return np.array_equal(backwards[::-1], self.features(self.rows), equal_nan=True)

    def blind_to_the_future(self) -> bool:
        """Whether features stay the same when holdings of the later months change clients."""
        last = self.rows["fetch_date"].max()
        later = pl.col("fetch_date") > last
        swapped = pl.when(later).then(pl.col("owned").shuffle(0)).otherwise("owned")
        keys = self.rows.select("fetch_date", "id")
        again = keys.join(
            with_history(self.panel.with_columns(swapped)),
            on=["fetch_date", "id"],
            how="left",
            maintain_order="left",
        )
        return np.array_equal(self.features(again), self.features(self.rows), equal_nan=True)

    def unseen_as_missing(self) -> bool:
        """Whether a text no training row had gives the features of no text."""
        unseen = self.rows.with_columns(pl.lit(UNSEEN).alias(name) for name in _OPEN_TEXTS)
        missing = self.rows.with_columns(_null(self.rows, name) for name in _OPEN_TEXTS)
        return np.array_equal(self.features(unseen), self.features(missing), equal_nan=True)

    def empty_answered(self) -> bool:
        """Whether a record without any optional value gets a probability."""
        row = self.rows[:1]
        empty = row.with_columns(_null(row, name) for name in _OPTIONAL if name in row.columns)
        return bool(np.isfinite(self.pipeline.predict_proba(empty)).all())

    def answers_alone(self) -> bool:
        """Whether the whole pipeline answers one by one as it answers the batch."""
        batch = self.pipeline.predict_proba(self.rows[:_SINGLE_ROWS])
        single = [self.pipeline.predict_proba(self.rows[place]) for place in range(len(batch))]
        return np.allclose(np.vstack(single), batch, rtol=0, atol=1e-12)


def _null(rows: pl.DataFrame, name: str) -> pl.Expr:
    return pl.lit(None, rows.schema[name]).alias(name)
