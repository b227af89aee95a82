"""What is to be kept of an experiment: the registered champion, and how good it is."""

from collections.abc import Sequence

import polars as pl

from bank_rs.exploration.contender import Contender
from bank_rs.model.report import Evidence
from bank_rs.registry.registry import Registry


def champion_table(registry: Registry, evidence: Evidence) -> pl.DataFrame:
    """The version the alias points to, its data and its metrics.

    Returns
    -------
    pl.DataFrame
        ``what`` and ``value``, both text.
    """
    data, metrics = evidence.card.data, evidence.quality.metrics
    rows = [
        ("registered model", registry.name),
        ("version", registry.champion_version() or "none"),
        ("alias", registry.alias),
        ("model", evidence.model),
        ("data", data.description),
        (
            "learnt from",
            f"{data.rows:,} records, {data.first_month:%Y-%m} to {data.last_month:%Y-%m}",
        ),
        (
            "judged on",
            f"additions by {evidence.target:%Y-%m}, {evidence.quality.clients:,} clients",
        ),
        ("MAP@7", f"{metrics['map_at_7']:.4f} of {metrics['map_at_7_ceiling']:.4f}"),
        ("MAP@7 by its ceiling", f"{metrics['map_at_7_normalised']:.4f}"),
        ("hit rate @1", f"{metrics['hit_rate_at_1']:.4f}"),
        ("ROC-AUC, pooled", f"{metrics['roc_auc_micro']:.4f}"),
        (
            "precision and recall",
            f"{metrics['precision_micro']:.4f}, {metrics['recall_micro']:.4f}",
        ),
        ("expected / seen", f"{metrics['predicted_over_actual']:.4f}"),
    ]
    return pl.DataFrame(rows, schema=["what", "value"], orient="row")


def verdict(contenders: Sequence[Contender], evidence: Evidence) -> str:
    """Say whether the model is worth its trouble.

    Parameters
    ----------
    contenders
        The model last.
    evidence
        Of the model.

    Returns
    -------
    str
        Markdown, a list.
    """
    *others, model = contenders
    reached = {each.name: each.metrics["map_at_7_normalised"] for each in others}
    best = max(reached, key=reached.__getitem__)
    mine = model.metrics["map_at_7_normalised"]
    lines = [f"The model reaches {mine:.1%} of what MAP@7 can be{_between(evidence)}."]
    apart = "more" if mine > reached[best] else "no more"
    lines.append(f'That is {apart} than the best simple answer, "{best}": {reached[best]:.1%}.')
    lines.append(_answers(evidence))
    return "\n".join(f"- {line}" for line in lines)


def _between(evidence: Evidence) -> str:
    if evidence.quality.interval is None:
        return ""
    interval = evidence.quality.interval.normalised
    return f" (95 % interval over clients: {interval.low:.1%} to {interval.high:.1%})"


def _answers(evidence: Evidence) -> str:
    metrics, products = evidence.quality.metrics, evidence.quality.products
    answered = int(products["answered"].sum())
    return (
        f"It answers {answered:,} pairs of client and product with 1; "
        f"{metrics['precision_micro']:.0%} of them came true, and they hold "
        f"{metrics['recall_micro']:.0%} of all additions. "
        f"{metrics['predicted_over_actual']:.2f} additions were expected for each one seen."
    )
