"""What the past says of a client, month by month in plain Python."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from bank_rs.catalog import CODES
from bank_rs.data.history import Month
from bank_rs.data.status import RELATION_SHIFT, SEGMENT_SHIFT

NAN = float("nan")
MONTHS = 13

Value = Callable[[int, int], int]
"""Reads one thing off an ownership mask and a status."""


def past_of(months: Sequence[Month]) -> dict[str, float]:
    """Features of one client; months from the record's own back, at most thirteen."""
    every = [*months, *[None] * MONTHS][:MONTHS]
    own, _ = months[0]
    features = {}
    for product, code in enumerate(CODES):
        found = _of_product(every, lambda owned, _, bit=product: owned >> bit & 1)
        features |= {f"{kind}_{code}": value for kind, value in found.items()}
    active = _flags(every, lambda _, status: status & 1)
    return features | {
        "held_count": own.bit_count(),
        "months_known": sum(month is not None for month in every),
        "months_active": sum(map(bool, active)),
        "activity_lags": _lags(active),
        "since_activity_change": _first(_changes(active)),
        "since_relation_change": _since(every, lambda _, status: status >> RELATION_SHIFT & 7),
        "since_segment_change": _since(every, lambda _, status: status >> SEGMENT_SHIFT & 3),
        "additions_count": sum(features[f"additions_{code}"] for code in CODES),
        "drops_count": sum(features[f"drops_{code}"] for code in CODES),
    }


def _of_product(months: Sequence[Month], value: Value) -> dict[str, float]:
    flags = _flags(months, value)
    changes = _changes(flags)
    additions = [lag for lag in changes if flags[lag] == 1]
    drops = [lag for lag in changes if flags[lag] == 0]
    known = sum(flag is not None for flag in flags)
    return {
        "held": flags[0],
        "lags": _lags(flags),
        "since_addition": _first(additions),
        "since_drop": _first(drops),
        "additions": len(additions),
        "drops": len(drops),
        "months_held": sum(map(bool, flags)),
        "run": changes[0] if changes else known,
    }


def _flags(months: Sequence[Month], value: Value) -> list[int | None]:
    return [None if month is None else value(*month) for month in months]


def _changes(flags: Sequence[int | None]) -> list[int]:
    """How many months back the flag differs from the month before, both known."""
    return [
        lag
        for lag, (later, earlier) in enumerate(pairwise(flags))
        if later is not None and earlier is not None and later != earlier
    ]


def _since(months: Sequence[Month], value: Value) -> float:
    return _first(_changes(_flags(months, value)))


def _first(lags: Sequence[int]) -> float:
    return lags[0] if lags else NAN


def _lags(flags: Sequence[int | None]) -> int:
    return sum(1 << MONTHS - 1 - lag for lag, flag in enumerate(flags) if flag and lag > 0)
