"""Metrics of a challenger, pushed only where one is tried."""

from typing import Final

from bank_rs.service.metering.metric import Metric, RollUp, Unit

TRIAL_EVENTS: Final = ("challenger.swaps", "challenger.refused", "challenger.failed")
"""A challenger came, went or was exchanged; one was refused; one failed to answer."""

SHADOW: Final = ("compared", "disagreements", "first_differs", "dropped")
"""Clients that are counted, under ``shadow``."""

SIDES: Final = ("champion", "challenger")
"""Whose answers are compared, in the order of `Comparison`."""


def _targets(side: str) -> tuple[Metric, ...]:
    shadowed = f"by the {side} over the clients of `shadow.compared`"
    return (
        Metric(
            f"shadow.{side}_target.<slug>",
            Unit.OFFERS,
            RollUp.SUM,
            f"Answers of 1 for this product {shadowed}.",
        ),
        Metric(
            f"shadow.{side}_target_proba.<slug>.sum",
            Unit.PROBABILITY,
            RollUp.SUM,
            f"Probabilities of this product {shadowed}, added up.",
        ),
    )


TRIAL: Final = (
    Metric(
        "challenger.version",
        Unit.VERSION,
        RollUp.LAST,
        "Version in the registry that is tried; 0 where there is none.",
    ),
    Metric(
        "challenger.swaps",
        Unit.EVENTS,
        RollUp.SUM,
        "Challengers that came or went, counted in each worker.",
    ),
    Metric(
        "challenger.refused",
        Unit.EVENTS,
        RollUp.SUM,
        "Challengers refused, counted in each worker.",
    ),
    Metric(
        "challenger.failed",
        Unit.EVENTS,
        RollUp.SUM,
        "Times a challenger failed to answer; a client it was to answer got the champion's.",
    ),
    Metric("canary.answered", Unit.CLIENTS, RollUp.SUM, "Clients the challenger answered."),
    Metric(
        "shadow.compared",
        Unit.CLIENTS,
        RollUp.SUM,
        "Clients of the champion for whom the challenger gave an answer as well, unseen.",
    ),
    Metric(
        "shadow.dropped",
        Unit.CLIENTS,
        RollUp.SUM,
        "Clients meant for that who were left out, as too many waited.",
    ),
    Metric(
        "shadow.disagreements",
        Unit.CLIENTS,
        RollUp.SUM,
        "Clients of `shadow.compared` for whom any product's 0 or 1 differs.",
    ),
    Metric(
        "shadow.first_differs",
        Unit.CLIENTS,
        RollUp.SUM,
        "Clients of `shadow.compared` whose likeliest product not held differs.",
    ),
    *(metric for side in SIDES for metric in _targets(side)),
)
"""In the order of docs/metrics.md."""
