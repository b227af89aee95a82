"""Requests of a window beside the reference of the model that answered them."""

from collections.abc import Iterator, Mapping
from math import hypot, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import PRODUCTS
from bank_rs.loop.drift.divergence import (
    SIGMAS,
    jensen_shannon,
    pooled,
    psi,
    psi_by_chance,
    share_sigmas,
)
from bank_rs.loop.drift.reading import Kind, Reading, ratio_of
from bank_rs.model.features.inputs import CATEGORIES
from bank_rs.model.reference.answers import Answers
from bank_rs.model.reference.fields import ADDED, FIELDS, OF_NEWCOMERS
from bank_rs.model.reference.reference import Distributions, Reference
from bank_rs.model.reference.served import Served

PSI_LIMIT: Final = 0.05
"""Half of the customary 0.1: a yes or no that is flipped where 42 of 100 say yes has a PSI of 0.09,
and in an ordinary month nothing reaches 0.015."""

NEWCOMERS_PSI_LIMIT: Final = 0.25
"""The customary sign of a major change (Siddiqi 2006): who comes differs from month to month."""

SHARE_LIMIT: Final = 0.05
"""Of null values."""

NEW_LIMIT: Final = 0.01
"""Of values that were not there, or that the model has not learnt."""

HISTORY_LIMIT: Final = 0.1
RATIO_LIMIT: Final = 5.0
"""Of additions, offers and mean probabilities, which an ordinary month may quadruple."""

_FEW: Final = 2
"""Added to counts of which a ratio is taken: a handful is not many times a few."""

Columns = Mapping[str, NDArray[np.float32]]

Counted = tuple[int, int]
"""A count, and of how many."""


def compare(reference: Reference, served: Served) -> list[Reading]:
    """Everything that is compared.

    Whatever is an alarm is both large, at least its limit, and beyond chance for so many rows.
    """
    new = {name: served.features[name][served.newcomers] for name in OF_NEWCOMERS}
    return [
        *_values(reference.everyone, served.features, PSI_LIMIT),
        *_values(reference.newcomers, new, NEWCOMERS_PSI_LIMIT, newcomers=True),
        *_unknown(reference, served),
        _history(reference, served),
        *_added(reference, served),
        *_answers(reference, served),
    ]


def _values(
    known: Distributions, features: Columns, limit: float, newcomers: bool = False
) -> Iterator[Reading]:
    for name, distribution in known.items():
        before, now = pooled(distribution.counts, distribution.counted(features[name])[0])
        size = psi(before, now)
        chance = psi_by_chance(len(now), before.sum(), now.sum())
        yield Reading(
            kind=Kind.VALUES,
            subject=name,
            newcomers=newcomers,
            size=size,
            limit=limit,
            distance=jensen_shannon(before, now),
            alarm=size >= max(limit, chance),
        )


def _unknown(reference: Reference, served: Served) -> Iterator[Reading]:
    for name in FIELDS:
        distribution = reference.everyone[name]
        counts, nulls = distribution.counted(served.features[name])
        before, now = (distribution.nulls, distribution.rows), (nulls, served.rows)
        yield _share(Kind.NULLS, name, before, now, SHARE_LIMIT)
        if distribution.values:
            others = (distribution.counts[-1], distribution.rows), (int(counts[-1]), served.rows)
            yield _share(Kind.NEW, name, *others, NEW_LIMIT)
    for name, count in zip(CATEGORIES, served.unseen.sum(axis=0).tolist(), strict=True):
        before, now = (reference.unseen[name], reference.rows), (count, served.rows)
        yield _share(Kind.UNSEEN, name, before, now, NEW_LIMIT)


def _history(reference: Reference, served: Served) -> Reading:
    """How many come with earlier months; no alarm where none ever does, as that is a choice."""
    before = reference.with_history, reference.rows
    now = int(served.has_history.sum()), served.rows
    reading = _share(Kind.HISTORY, "earlier months", before, now, HISTORY_LIMIT)
    return reading if now[0] else reading.model_copy(update={"alarm": False})


def _added(reference: Reference, served: Served) -> Iterator[Reading]:
    known = served.has_history
    rows = int(known.sum())
    for product, name, count in zip(PRODUCTS, ADDED, reference.added, strict=True):
        now = int((served.features[name][known] == 0).sum())
        yield _ratio(Kind.ADDED, product.slug, (count, reference.with_history), (now, rows))


def _answers(reference: Reference, served: Served) -> Iterator[Reading]:
    """Answers to those with history where they are the most, else to those without."""
    known = served.has_history
    most = known if 2 * known.sum() >= served.rows else ~known
    before = reference.answers if most is known else reference.answers_alone
    now = Answers.of(served.probabilities[most], served.offered[most])
    for place, product in enumerate(PRODUCTS):
        yield _probability(product.slug, place, before, now)
        counts = (before.offers[place], before.rows), (now.offers[place], now.rows)
        yield _ratio(Kind.OFFERS, product.slug, *counts)


def _probability(slug: str, place: int, before: Answers, now: Answers) -> Reading:
    means = before.means[place], now.means[place]
    # one client of whom the model is sure must not be taken for a change of all
    deviation = max(before.deviations[place], now.deviations[place])
    error = deviation * hypot(1 / sqrt(max(before.rows, 1)), 1 / sqrt(max(now.rows, 1)))
    size = ratio_of(*means)
    return Reading(
        kind=Kind.PROBABILITY,
        subject=slug,
        before=means[0],
        now=means[1],
        size=size,
        limit=RATIO_LIMIT,
        alarm=size >= RATIO_LIMIT and abs(means[1] - means[0]) >= SIGMAS * error,
    )


def _share(kind: Kind, subject: str, before: Counted, now: Counted, limit: float) -> Reading:
    shares = _of(before), _of(now)
    size = abs(shares[1] - shares[0])
    return _counted(kind, subject, before, now, size, limit)


def _ratio(kind: Kind, subject: str, before: Counted, now: Counted) -> Reading:
    expected = _of(before) * now[1]
    size = ratio_of(expected + _FEW, now[0] + _FEW)
    return _counted(kind, subject, before, now, size, RATIO_LIMIT)


def _counted(
    kind: Kind, subject: str, before: Counted, now: Counted, size: float, limit: float
) -> Reading:
    return Reading(
        kind=kind,
        subject=subject,
        before=_of(before),
        now=_of(now),
        size=size,
        limit=limit,
        alarm=size >= limit and share_sigmas(*before, *now) >= SIGMAS,
    )


def _of(counted: Counted) -> float:
    return counted[0] / counted[1] if counted[1] else 0.0
