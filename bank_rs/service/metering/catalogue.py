"""Every metric there is: its name, its unit, and what becomes of it when points are rolled up."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from bank_rs.catalog import PRODUCTS
from bank_rs.model.reference.fields import FIELDS
from bank_rs.service.metering.drift_metrics import DRIFT, WINDOWS
from bank_rs.service.metering.endpoint import ENDPOINTS
from bank_rs.service.metering.metric import Metric, RollUp, Unit
from bank_rs.service.metering.outcome_metrics import OUTCOMES, REALISED, Versions
from bank_rs.service.metering.trial import TRIAL, TRIAL_EVENTS

EVENTS: Final = (
    "model.swaps",
    "model.refused",
    "predictions.logged",
    "predictions.dropped",
    *TRIAL_EVENTS,
)
"""What happens in a worker: a version took over or was refused, answers were logged or not."""

QUALITY: Final = (
    "map_at_7",
    "map_at_7_normalised",
    "hit_rate_at_1",
    "roc_auc_micro",
    "precision_micro",
    "recall_micro",
    "f1_micro",
    "log_loss",
    "ece",
    "predicted_over_actual",
)
"""Metrics of the champion's card that are pushed, under ``model.quality``."""


def _timing(name: str, timed: str) -> tuple[Metric, ...]:
    ms, average, peak = Unit.MILLISECONDS, RollUp.AVERAGE, RollUp.MAX
    return (
        Metric(name, ms, average, f"Mean time to answer {timed}."),
        Metric(f"{name}.sum", ms, RollUp.SUM, f"Times to answer {timed}, added up."),
        Metric(f"{name}.count", Unit.REQUESTS, RollUp.SUM, "How many requests these times are of."),
        Metric(f"{name}.p50", ms, average, "Time that half of them kept to."),
        Metric(f"{name}.p95", ms, peak, "Time that 95 % of them kept to."),
        Metric(f"{name}.p99", ms, peak, "Time that 99 % of them kept to."),
        Metric(f"{name}.max", ms, peak, "Longest of these times."),
    )


CATALOGUE: Final = (
    Metric(
        "response_code.<code>",
        Unit.REQUESTS,
        RollUp.SUM,
        "Requests answered with this HTTP status; 499 where the client left first.",
    ),
    *_timing("response_time", "any request but the dashboard's, which takes Graphite's time"),
    Metric(
        "endpoint.<endpoint>.response_code.<code>",
        Unit.REQUESTS,
        RollUp.SUM,
        "Requests to this endpoint answered with this HTTP status.",
    ),
    *_timing("endpoint.<endpoint>.response_time", "a request to this endpoint"),
    Metric("clients", Unit.CLIENTS, RollUp.SUM, "Clients the model answered for, one by one."),
    Metric("target.<slug>", Unit.OFFERS, RollUp.SUM, "Answers of 1 for this product."),
    Metric(
        "target_proba.<slug>",
        Unit.PROBABILITY,
        RollUp.AVERAGE,
        "Mean probability of this product over the clients answered for.",
    ),
    Metric(
        "target_proba.<slug>.sum",
        Unit.PROBABILITY,
        RollUp.SUM,
        "Those probabilities, added up: the number of additions that is expected.",
    ),
    Metric(
        "system.cpu_load",
        Unit.SHARE,
        RollUp.AVERAGE,
        "Busy share, 0 to 1, of the processor time the container or machine may use.",
    ),
    Metric(
        "system.memory_free_mb",
        Unit.MEGABYTES,
        RollUp.AVERAGE,
        "Memory the container or machine can still give.",
    ),
    Metric("system.up_time", Unit.SECONDS, RollUp.LAST, "Time since the instance started."),
    Metric(
        "system.rss_mb",
        Unit.MEGABYTES,
        RollUp.AVERAGE,
        "Resident memory of the instance's processes, added up.",
    ),
    Metric("system.workers", Unit.PROCESSES, RollUp.LAST, "Processes that answer."),
    Metric(
        "system.saturation",
        Unit.SHARE,
        RollUp.MAX,
        "Most requests that a worker had under way at once, as a share of its capacity.",
    ),
    Metric(
        "model.version",
        Unit.VERSION,
        RollUp.LAST,
        "Version in the registry that answers; 0 for the shipped copy, whose version is not known.",
    ),
    Metric(
        "model.swaps", Unit.EVENTS, RollUp.SUM, "Versions that took over, counted in each worker."
    ),
    Metric("model.refused", Unit.EVENTS, RollUp.SUM, "Versions refused, counted in each worker."),
    Metric(
        "model.quality.<metric>",
        Unit.SCORE,
        RollUp.LAST,
        "A metric of the model that answers, as its card has it.",
    ),
    *TRIAL,
    Metric(
        "predictions.logged", Unit.ROWS, RollUp.SUM, "Answers that the prediction log has taken."
    ),
    Metric(
        "predictions.dropped",
        Unit.ROWS,
        RollUp.SUM,
        "Answers that it could not take: the disk was full or refused, or it fell behind.",
    ),
    *DRIFT,
    Metric(
        "metrics.dropped",
        Unit.POINTS,
        RollUp.SUM,
        "Points given up because Graphite was away for more than an hour.",
    ),
    *OUTCOMES,
)
"""In the order of docs/metrics.md."""

PLACES: Final[Mapping[str, Collection[str]]] = {
    "<endpoint>": ENDPOINTS,
    "<slug>": tuple(product.slug for product in PRODUCTS),
    "<metric>": QUALITY,
    "<window>": WINDOWS,
    "<field>": FIELDS,
    "<code>": tuple(str(code) for code in range(100, 600)),
    "<realised>": REALISED,
    "<version>": Versions(),
}
"""What stands in the place of a name in angle brackets."""


def metric_of(name: str) -> Metric | None:
    """The metric with this name, its places filled in; None where there is none.

    Examples
    --------
    >>> metric_of("endpoint.predict.response_time.p99").roll_up
    <RollUp.MAX: 'max'>
    >>> metric_of("target.nonsense") is None
    True
    """
    parts = name.split(".")
    return next((metric for metric in CATALOGUE if _fits(metric.name.split("."), parts)), None)


def names(codes: tuple[str, ...] = ("200",)) -> Iterator[str]:
    """Every name there can be, with these HTTP statuses only."""
    for metric in CATALOGUE:
        yield from _filled(metric.name, {**PLACES, "<code>": codes})


def _fits(pattern: list[str], parts: list[str]) -> bool:
    return len(pattern) == len(parts) and all(
        part in PLACES[place] if place in PLACES else part == place
        for place, part in zip(pattern, parts, strict=True)
    )


def _filled(name: str, places: Mapping[str, Collection[str]]) -> Iterator[str]:
    place = next((place for place in places if place in name), None)
    if place is None:
        yield name
        return
    for value in places[place]:
        yield from _filled(name.replace(place, value), places)
