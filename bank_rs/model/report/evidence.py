"""What a report is made of: plain numbers and tables, so that rendering needs no model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from bank_rs.model.card import ModelCard
from bank_rs.model.evaluate import Curve
from bank_rs.model.report.quality import Quality


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a trained model. A part that is None or empty is left out of the report.

    Attributes
    ----------
    model
        What the model is, in a few words.
    card
        Its data, parameters and libraries.
    simulated
        Whether the data is simulated; the report then says so wherever it gives a figure.
    month
        Snapshot date of the month judged; what is judged was added by the next one.
    quality
        What `measure` returns of the month.
    baseline
        `ranking_metrics` of popularity in the same month.
    limit
        `ranking_metrics` of the probabilities the additions of a simulated bank were drawn from.
    baseline_gains
        What `threshold_curve` returns of popularity.
    candidates
        A row per model compared: ``candidate``, any metrics, and of the cost any of ``seconds`` (to
        train), ``memory_mib`` (peak of training), ``model_mib`` (stored) and ``microseconds`` (to
        predict one record).
    seed
        A row per figure of the seed project's protocols: ``protocol``, ``thresholds``, ``model``
        and metrics.
    importance
        ``feature`` and ``gain``, in any order.
    backtest
        A row per origin: ``month`` and any metrics; those of the baseline and the limit end in
        ``_baseline`` and ``_limit``.
    protocol
        How the figures came about, a sentence each.
    limits
        What the model should not be used for, a sentence each.
    """

    model: str
    card: ModelCard
    simulated: bool
    month: date
    quality: Quality
    baseline: Mapping[str, float] | None = None
    limit: Mapping[str, float] | None = None
    baseline_gains: Curve | None = None
    candidates: pl.DataFrame | None = None
    seed: pl.DataFrame | None = None
    importance: pl.DataFrame | None = None
    backtest: pl.DataFrame | None = None
    protocol: Sequence[str] = field(default=())
    limits: Sequence[str] = field(default=())

    @property
    def source(self) -> str:
        """The data, in the word that stands with every figure."""
        return "simulated data" if self.simulated else "real data"

    @property
    def target(self) -> date:
        """First day of the month by which the additions are made."""
        months = self.month.year * 12 + self.month.month
        return date(months // 12, months % 12 + 1, 1)
