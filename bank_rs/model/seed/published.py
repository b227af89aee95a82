"""What the seed project published of its own model on the real data."""

from dataclasses import dataclass
from typing import Final

from bank_rs.model.seed.thresholds import Choice


@dataclass(frozen=True, slots=True)
class Published:
    """Figures of one run of the seed project.

    Attributes
    ----------
    protocol
        A or B.
    choice
        How its thresholds were chosen.
    metrics
        By the names of `classification_metrics`; those it did not print are absent.
    source
        Notebook of github.com/vvbelyanin/mle-sprint6-project.
    """

    protocol: str
    choice: Choice
    metrics: dict[str, float]
    source: str


PUBLISHED: Final = (
    Published(
        "A",
        Choice.HALF,
        {
            "precision_micro": 0.3151,
            "recall_micro": 0.2386,
            "f1_micro": 0.2716,
            "roc_auc_micro": 0.9583,
            "precision_macro": 0.1762,
            "recall_macro": 0.1175,
            "f1_macro": 0.1287,
            "roc_auc_macro": 0.8354,
            "precision_weighted": 0.2944,
            "recall_weighted": 0.2386,
            "f1_weighted": 0.2491,
            "roc_auc_weighted": 0.8797,
            "subset_accuracy": 0.8274,
            "hits_at_5": 0.1332,
        },
        "experiments.ipynb",
    ),
    Published(
        "B",
        Choice.HALF,
        {
            "precision_micro": 0.0274,
            "recall_micro": 0.8613,
            "f1_micro": 0.0530,
            "roc_auc_micro": 0.9513,
            "roc_auc_macro": 0.9065,
            "hits_at_5": 0.0288,
        },
        "final.rev.1.ipynb",
    ),
    Published(
        "B",
        Choice.TEST,
        {
            "precision_micro": 0.1599,
            "recall_micro": 0.3811,
            "f1_micro": 0.2253,
            "roc_auc_micro": 0.9513,
            "precision_macro": 0.1506,
            "recall_macro": 0.2534,
            "f1_macro": 0.1711,
            "roc_auc_macro": 0.9065,
            "hits_at_5": 0.0288,
        },
        "final.rev.1.ipynb",
    ),
)
"""Measured on the real data: beside figures of a simulated bank they say how far apart the two are,
not which model is better. For that the seed's model is rebuilt, see `SeedPipeline`."""
