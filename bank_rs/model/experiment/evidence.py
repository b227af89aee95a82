"""The report's evidence, from what an experiment found."""

from collections.abc import Iterator

import numpy as np

from bank_rs.model.card import ModelCard, data_card
from bank_rs.model.evaluate import client_groups, threshold_curve
from bank_rs.model.experiment.findings import Findings
from bank_rs.model.experiment.plan import Plan
from bank_rs.model.report import Evidence, measure

_RANKING = ("map_at_7", "hit_rate", "ndcg", "recall_at")
_RESAMPLES = 2000


def evidence_of(plan: Plan, findings: Findings) -> Evidence:
    """Put together what a report is made of.

    Parameters
    ----------
    plan
        What was asked.
    findings
        What was found; its store must still be there.
    """
    shipped, popularity = findings.shipped, findings.popularity
    month = findings.store.month(shipped.origin.judged)
    said, popular = np.load(shipped.said), np.load(popularity.said)["probabilities"]
    return Evidence(
        model=shipped.title,
        card=_model_card(plan, findings),
        simulated=plan.simulated,
        month=shipped.origin.judged,
        quality=measure(
            said["probabilities"],
            said["answers"],
            month.added,
            month.held,
            client_groups(month.rows),
        ),
        baseline={k: v for k, v in popularity.metrics.items() if k.startswith(_RANKING)},
        limit=findings.limit,
        baseline_gains=threshold_curve(popular, month.added, month.held),
        candidates=findings.comparison,
        seed=findings.seed,
        importance=shipped.importance,
        backtest=findings.backtest,
        protocol=tuple(_protocol(plan, findings)),
    )


def _model_card(plan: Plan, findings: Findings) -> ModelCard:
    values = findings.shipped.parameters.items()
    return ModelCard(
        data=data_card(plan.data, plan.description),
        parameters={name: value for name, value in values if isinstance(value, int | float)},
        metrics=dict(findings.shipped.metrics),
    )


def _protocol(plan: Plan, findings: Findings) -> Iterator[str]:
    origin = findings.shipped.origin
    yield (
        f"Learnt from the records before {origin.validation:%Y-%m} and what was added by the next "
        f"month, calibrated and given thresholds on those of {origin.validation:%Y-%m}, and judged "
        f"once, on those of {origin.judged:%Y-%m}."
    )
    yield (
        f"Learnt from every client who adds something and {plan.others:.0%} of the others, each of "
        f"whom counts {1 / plan.others:.0f} times; all clients are judged."
    )
    yield (
        "Each candidate ran alone in a process of its own. Peak memory is the most it had used "
        "when training ended, rows included. One record is answered with its features, by one core "
        "or more as the candidate has it."
    )
    yield (
        "The difference is that of MAP@7 / ceiling to the shipped model, with the 95% interval of "
        f"{_RESAMPLES:,} resamples of the clients, the same for both."
    )
    yield from _nowcast(findings)
    yield from _backtest(findings)


def _nowcast(findings: Findings) -> Iterator[str]:
    if findings.nowcast is None:
        return
    honest, given = (
        each.metrics["map_at_7_normalised"] for each in (findings.shipped, findings.nowcast)
    )
    yield (
        "The competition gave the profile of the month to be predicted, which no service has in "
        f"time: given it, the same model reaches {given:.4f} of the ceiling instead of "
        f"{honest:.4f}."
    )


def _backtest(findings: Findings) -> Iterator[str]:
    if findings.backtest is None or findings.backtest.height < 2:
        return
    scores = findings.backtest["map_at_7_normalised"].to_numpy()
    yield (
        f"Over the last {len(scores)} months MAP@7 / ceiling was {scores.mean():.4f} on average, "
        f"with a standard deviation of {scores.std(ddof=1):.4f}."
    )
