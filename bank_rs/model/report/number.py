"""Numbers as people read them."""

import math
from collections.abc import Callable
from datetime import date
from typing import Final

Format = Callable[[object], str]

MISSING: Final = "–"


def _numeric(form: Callable[[float], str]) -> Format:
    def written(value: object) -> str:
        if not isinstance(value, int | float) or math.isnan(value):
            return MISSING
        return form(value)

    return written


def text(value: object) -> str:
    """A text as it is; a month as 2016-05."""
    if value is None:
        return MISSING
    return f"{value:%Y-%m}" if isinstance(value, date) else str(value)


def any_value(value: object) -> str:
    """A number of an unknown kind, else a text."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text(value)
    return count(value) if isinstance(value, int) else plain(value)


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min"


def _mebibytes(value: float) -> str:
    if value < 0.1:
        return "< 0.1"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _plain(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"


count: Final = _numeric(lambda value: f"{value:,.0f}")
decimals: Final = _numeric(lambda value: f"{value:.4f}")
hundredths: Final = _numeric(lambda value: f"{value:.2f}")
plain: Final = _numeric(_plain)
percent: Final = _numeric(lambda value: f"{value:.1%}")
rate: Final = _numeric(lambda value: f"{100 * value:.3g}%")
fine: Final = _numeric(lambda value: f"{value:.5f}")
duration: Final = _numeric(_duration)
mebibytes: Final = _numeric(_mebibytes)
