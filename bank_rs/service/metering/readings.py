"""An interval as values by the names of the catalogue."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import PRODUCTS
from bank_rs.service.metering.catalogue import EVENTS, QUALITY
from bank_rs.service.metering.endpoint import DASHBOARD, ENDPOINTS
from bank_rs.service.metering.histogram import least_longest, percentiles
from bank_rs.service.metering.layout import FIRST_CODE
from bank_rs.service.metering.ledger import Interval
from bank_rs.service.metering.trial import SHADOW, SIDES, TRIAL_EVENTS

Readings = dict[str, float]

_SHARES: Final = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def readings_of(interval: Interval) -> Readings:
    """Values to push, by the names of the catalogue.

    What was ever seen, a status or an endpoint, is reported in every later interval, 0 included,
    so that its series has no holes. Means and percentiles of nothing are left out.
    """
    since, seen = interval.since, interval.totals["codes"]
    timed = np.arange(len(ENDPOINTS)) != DASHBOARD
    readings = _codes("response_code", since["codes"].sum(axis=0), seen.sum(axis=0))
    readings |= _times("response_time", interval, timed)
    for place in np.flatnonzero(seen.sum(axis=1)):
        name = f"endpoint.{ENDPOINTS[place]}"
        readings |= _codes(f"{name}.response_code", since["codes"][place], seen[place])
        readings |= _times(f"{name}.response_time", interval, np.arange(len(ENDPOINTS)) == place)
    readings |= _answers(interval)
    readings |= {
        "system.rss_mb": interval.resident,
        "system.workers": interval.workers,
        "system.saturation": float(interval.peaks[-1]),
        "model.version": interval.version,
        "metrics.dropped": int(since["dropped"][0]),
    }
    events = dict(zip(EVENTS, since["events"].tolist(), strict=True))
    readings |= {name: n for name, n in events.items() if name not in TRIAL_EVENTS}
    if interval.challenger is not None:
        readings |= {"challenger.version": interval.challenger}
        readings |= {name: events[name] for name in TRIAL_EVENTS} | _trial(interval)
    return readings | {
        f"model.quality.{name}": value
        for name, value in zip(QUALITY, interval.quality.tolist(), strict=True)
        if np.isfinite(value)
    }


def _codes(name: str, counts: NDArray[np.int64], seen: NDArray[np.int64]) -> Readings:
    return {f"{name}.{FIRST_CODE + code}": int(counts[code]) for code in seen.nonzero()[0]}


def _times(name: str, interval: Interval, endpoints: NDArray[np.bool_]) -> Readings:
    buckets = interval.since["buckets"][endpoints].sum(axis=0)
    count, total = int(buckets.sum()), float(interval.since["milliseconds"][endpoints].sum())
    readings: Readings = {f"{name}.sum": total, f"{name}.count": count}
    if not count:
        return readings
    longest = max(float(interval.peaks[:-1][endpoints].max()), least_longest(buckets))
    found = percentiles(buckets, tuple(_SHARES.values()), longest)
    readings |= {name: total / count, f"{name}.max": longest}
    return readings | {f"{name}.{p}": time for p, time in zip(_SHARES, found, strict=True)}


def _answers(interval: Interval) -> Readings:
    since = interval.since
    clients = int(since["clients"][0])
    readings: Readings = {"clients": clients}
    columns = zip(PRODUCTS, since["offers"].tolist(), since["probability"].tolist(), strict=True)
    for product, offers, probability in columns:
        readings[f"target.{product.slug}"] = offers
        readings[f"target_proba.{product.slug}.sum"] = probability
        if clients:
            readings[f"target_proba.{product.slug}"] = probability / clients
    return readings


def _trial(interval: Interval) -> Readings:
    """Of a kind of trial that was ever made, as of a status that was ever seen."""
    since, seen = interval.since, interval.totals
    readings: Readings = {"canary.answered": int(since["canary"][0])} if seen["canary"][0] else {}
    if not seen["shadow"].any():
        return readings
    counts = zip(SHADOW, since["shadow"].tolist(), strict=True)
    readings |= {f"shadow.{name}": count for name, count in counts}
    for side, offers, sums in zip(
        SIDES, since["shadow_offers"], since["shadow_probability"], strict=True
    ):
        for product, count, probability in zip(PRODUCTS, offers, sums, strict=True):
            readings[f"shadow.{side}_target.{product.slug}"] = int(count)
            readings[f"shadow.{side}_target_proba.{product.slug}.sum"] = float(probability)
    return readings
