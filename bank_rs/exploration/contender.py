"""An answer in the contest: its ROC curve, and what its lists reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import polars as pl

from bank_rs.model.evaluate import (
    Curve,
    discrimination,
    hit_rate_at_k,
    map_at_k,
    rank,
    threshold_curve,
)
from bank_rs.model.evaluate.arrays import Flags, Scores
from bank_rs.model.evaluate.ranking_metrics import HIT_RATES
from bank_rs.model.report import Evidence

MODEL: Final = "the model"


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to answer, judged on one month.

    Attributes
    ----------
    name
        What it is, in a few words.
    curve
        Of all pairs of client and product not held; None when all or none are additions.
    auc
        Area under its ROC curve.
    metrics
        ``map_at_7``, ``map_at_7_normalised`` and ``hit_rate_at_k``, as `ranking_metrics` has them.
    """

    name: str
    curve: Curve | None
    auc: float
    metrics: Mapping[str, float]

    @classmethod
    def judge(cls, name: str, probabilities: Scores, added: Flags, held: Flags) -> Self:
        """Judge probabilities.

        What has a probability of 0 is on no list: ranks among equals would be those of the catalog.

        Parameters
        ----------
        name
            What they are of.
        probabilities, added, held : ndarray of shape (n, 24)
        """
        lists = rank(probabilities, held=(probabilities <= 0).astype(held.dtype))
        raw, buyers = map_at_k(lists, added), float(added.any(axis=1).mean())
        metrics = {"map_at_7": raw, "map_at_7_normalised": raw / buyers if buyers else 0.0}
        metrics |= {f"hit_rate_at_{k}": hit_rate_at_k(lists, added, k) for k in HIT_RATES}
        area = discrimination(probabilities, added, held).roc_auc_micro
        return cls(name, threshold_curve(probabilities, added, held), area, metrics)

    @classmethod
    def of_model(cls, evidence: Evidence) -> Self:
        """The model, as its training run judged it."""
        metrics = evidence.quality.metrics
        return cls(MODEL, evidence.quality.gains, metrics["roc_auc_micro"], metrics)


def contender_table(contenders: Sequence[Contender]) -> pl.DataFrame:
    """Contenders side by side.

    Returns
    -------
    pl.DataFrame
        ``answer``, ``roc_auc``, then the metrics of `Contender`.
    """
    shown = ("map_at_7", "map_at_7_normalised", *(f"hit_rate_at_{k}" for k in HIT_RATES))
    return pl.DataFrame(
        [
            {"answer": each.name, "roc_auc": each.auc}
            | {name: each.metrics[name] for name in shown}
            for each in contenders
        ]
    )


def contender_reading(contenders: Sequence[Contender]) -> str:
    """Say how far the model, the last of them, is from the best of the others.

    Returns
    -------
    str
        Markdown.
    """
    *others, model = contenders
    best = max(others, key=lambda each: each.metrics["map_at_7_normalised"])
    mine, theirs = (each.metrics for each in (model, best))
    times = mine["map_at_7_normalised"] / max(theirs["map_at_7_normalised"], 1e-9)
    return (
        f'The best list without a model is that of "{best.name}": it reaches '
        f"{theirs['map_at_7_normalised']:.1%} of what MAP@7 can be, the model "
        f"{mine['map_at_7_normalised']:.1%}, {times:.2f} times as much. Its first product is an "
        f"addition for {theirs['hit_rate_at_1']:.0%} of the buyers, the model's for "
        f"{mine['hit_rate_at_1']:.0%}. The areas under the ROC curves are {best.auc:.3f} and "
        f"{model.auc:.3f}."
    )
