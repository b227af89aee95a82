"""Metrics of drift, pushed with each comparison by a process of its own."""

from typing import Final

from bank_rs.service.metering.metric import Metric, RollUp, Unit

WINDOWS: Final = ("day", "week")
"""Stretches of time that are compared, up to now."""

DRIFT: Final = (
    Metric(
        "drift.<window>.alarms",
        Unit.ALARMS,
        RollUp.LAST,
        "What differs from the model's reference by more than its limit and more than by chance.",
    ),
    Metric("drift.<window>.rows", Unit.CLIENTS, RollUp.LAST, "Clients compared, each once."),
    Metric(
        "drift.<window>.largest_psi",
        Unit.SCORE,
        RollUp.LAST,
        "Largest PSI of all fields and of all products held.",
    ),
    Metric(
        "drift.<window>.unseen",
        Unit.SHARE,
        RollUp.LAST,
        "Share of records with a value the model has not learnt, in the worst category.",
    ),
    Metric(
        "drift.<window>.psi.<field>",
        Unit.SCORE,
        RollUp.LAST,
        "Population stability index of this field against the model's reference.",
    ),
    Metric("drift.<window>.nulls.<field>", Unit.SHARE, RollUp.LAST, "Share of records without it."),
    Metric(
        "drift.<window>.product.<slug>",
        Unit.SCORE,
        RollUp.LAST,
        "Mean probability of this product over that of the reference.",
    ),
)
"""In the order of docs/metrics.md."""
