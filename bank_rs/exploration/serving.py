"""Promises of a model on its way into the service, each checked on rows at hand."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY
from bank_rs.data.raw_writer import raw_values
from bank_rs.data.record import ClientRecord
from bank_rs.exploration.client import history_of, record_of
from bank_rs.model.champion import Champion
from bank_rs.service.following.served import ServedModel


@dataclass(frozen=True, slots=True)
class ServingChecks:
    """A model before it was registered and as the service found it.

    Attributes
    ----------
    trained
        What was registered.
    served
        What the service loads.
    rows
        Records as `with_history` returns them.
    """

    trained: Champion
    served: ServedModel
    rows: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """Check every promise.

        Returns
        -------
        pl.DataFrame
            ``promise``, ``tried`` (on what) and ``kept`` (whether).
        """
        tried = f"{self.rows.height:,} records"
        lines = [
            ("the model of the registry answers as the trained one, to the bit", self.unchanged()),
            ("a record alone has the probabilities it has in a frame", self.alone(self.rows)),
            ("so it has without its history", self.alone(self.rows.drop(HISTORY))),
            ("the service answers a record as the pipeline does in a frame", self.as_json()),
        ]
        schema = {"promise": pl.String, "tried": pl.String, "kept": pl.Boolean}
        rows = [(promise, tried, kept) for promise, kept in lines]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def unchanged(self) -> bool:
        """Whether storing and loading changed no probability."""
        before = self.trained.pipeline.predict_proba(self.rows)
        return np.array_equal(before, self.served.champion.pipeline.predict_proba(self.rows))

    def alone(self, rows: pl.DataFrame) -> bool:
        """Whether records one by one have the probabilities of the frame."""
        batch = self.served.champion.pipeline.predict_proba(rows)
        single = [
            self.served.champion.probabilities(record_of(row), history_of(row))
            for row in rows.iter_slices(1)
        ]
        return np.allclose(np.vstack(single), batch, rtol=0, atol=1e-12)

    def as_json(self) -> bool:
        """Whether records sent as the bank's raw text get the answers of the frame."""
        records, champion = self.rows.select(*PANEL_SCHEMA), self.served.champion
        sent = (ClientRecord.model_validate(raw) for raw in raw_values(records).to_dicts())
        given = champion.answers(champion.probabilities_of([record.values() for record in sent]))
        return np.array_equal(given, champion.pipeline.predict(records))
