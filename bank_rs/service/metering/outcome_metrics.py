"""Metrics of what came true, pushed once a month by ``bank-rs outcomes``."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from bank_rs.service.metering.metric import Metric, RollUp, Unit

REALISED: Final = (
    "map_at_7",
    "map_at_7_ceiling",
    "map_at_7_normalised",
    "hit_rate_at_1",
    "hit_rate_at_3",
    "hit_rate_at_5",
    "hit_rate_at_7",
    "precision_micro",
    "recall_micro",
    "f1_micro",
    "log_loss",
    "brier",
    "ece",
    "predicted_over_actual",
)
"""Metrics of a month that are pushed, over all versions and for each."""

BY_PRODUCT: Final = ("precision", "recall", "predicted_over_actual")
"""Columns of the products that are pushed."""

OUTCOMES: Final = (
    Metric("outcome.judged", Unit.CLIENTS, RollUp.LAST, "Clients whose answers were judged."),
    Metric("outcome.buyers", Unit.CLIENTS, RollUp.LAST, "Those of them who added a product."),
    Metric(
        "outcome.<realised>",
        Unit.SCORE,
        RollUp.LAST,
        "A metric of the month, of the latest answer to each client.",
    ),
    Metric(
        "outcome.version.<version>.<realised>",
        Unit.SCORE,
        RollUp.LAST,
        "The same of the latest answer of this version to each client.",
    ),
    Metric(
        "outcome.precision.<slug>",
        Unit.SHARE,
        RollUp.LAST,
        "Share of the answers of 1 for this product that came true.",
    ),
    Metric(
        "outcome.recall.<slug>",
        Unit.SHARE,
        RollUp.LAST,
        "Share of the additions of this product that were answered with 1.",
    ),
    Metric(
        "outcome.predicted_over_actual.<slug>",
        Unit.SCORE,
        RollUp.LAST,
        "Sum of the probabilities of this product by the number of its additions.",
    ),
)


class Versions(Collection[str]):
    """Every version a model can have; two stand for them where they are listed."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(re.fullmatch(r"[A-Za-z0-9_-]+", name))

    def __iter__(self) -> Iterator[str]:
        return iter(("1", "2"))

    def __len__(self) -> int:
        return 2
