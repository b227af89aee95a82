"""The report in one sentence and a few numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bank_rs.model.report import number
from bank_rs.model.report.evidence import Evidence

_PARTS_OF_F1: Final = ("precision", "recall")


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with its name and something to compare it with."""

    name: str
    value: str
    note: str


def headline(evidence: Evidence) -> str:
    """How good the model is, in one sentence."""
    metrics = evidence.quality.metrics
    month = f"{evidence.target:%B %Y}"
    if not metrics["map_at_7_ceiling"]:
        return f"Nobody added a product by {month}, so there is nothing to judge."
    first, seventh = (number.percent(metrics[f"hit_rate_at_{k}"]) for k in (1, 7))
    return (
        f"Of the clients who added a product by {month}, {first} find one of their additions at "
        f"the top of the list and {seventh} among the first seven: the lists reach "
        f"{_score(evidence)} of the best possible MAP@7{_others(evidence)}."
    )


def _score(evidence: Evidence) -> str:
    score = number.percent(evidence.quality.metrics["map_at_7_normalised"])
    interval = evidence.quality.interval
    if interval is None:
        return score
    low, high = (number.percent(end) for end in (interval.normalised.low, interval.normalised.high))
    return f"{score} (95% interval {low} to {high})"


def _others(evidence: Evidence) -> str:
    parts = []
    if evidence.baseline is not None:
        reached = number.percent(evidence.baseline["map_at_7_normalised"])
        parts.append(f"popularity reaches {reached}")
    if evidence.limit is not None:
        reached = number.percent(evidence.limit["map_at_7_normalised"])
        parts.append(f"the probabilities the additions were drawn from {reached}")
    return "; " + ", ".join(parts) if parts else ""


def tiles(evidence: Evidence) -> list[Tile]:
    """The numbers that stand first."""
    metrics = evidence.quality.metrics
    precision, recall = (number.percent(metrics[f"{name}_micro"]) for name in _PARTS_OF_F1)
    f1, ratio = number.decimals(metrics["f1_micro"]), metrics["predicted_over_actual"]
    return [
        *_map_tiles(metrics, evidence.limit),
        Tile("hit rate @1", number.percent(metrics["hit_rate_at_1"]), "of the buyers"),
        Tile("ROC-AUC", number.decimals(metrics["roc_auc_micro"]), "all pairs not held, pooled"),
        Tile("F1 of the answers", f1, f"precision {precision}, recall {recall}"),
        Tile("predicted / actual", number.hundredths(ratio), "additions, all products"),
    ]


def _map_tiles(metrics: Mapping[str, float], limit: Mapping[str, float] | None) -> Iterator[Tile]:
    score, ceiling = (number.decimals(metrics[name]) for name in ("map_at_7", "map_at_7_ceiling"))
    share = number.percent(metrics["map_at_7_normalised"])
    yield Tile("MAP@7 / ceiling", share, f"MAP@7 {score}, ceiling {ceiling}")
    if limit is not None and limit["map_at_7"]:
        share = number.percent(metrics["map_at_7"] / limit["map_at_7"])
        yield Tile("of the limit", share, "MAP@7 of the generator's own probabilities")
