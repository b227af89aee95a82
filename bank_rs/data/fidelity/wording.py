"""How the numbers of a comparison are written."""

from bank_rs.data.fidelity.comparison import Bound, Comparison, Unit


def number(value: float, unit: Unit) -> str:
    """A published or found number, e.g. ``12,345`` or ``8.09 %``."""
    match unit:
        case Unit.COUNT:
            return f"{value:,.0f}"
        case Unit.SHARE:
            return f"{100 * value:.2f} %"
        case Unit.AMOUNT:
            return f"{value:,.2f}"
        case Unit.CORRELATION:
            return f"{value:.4f}"


def deviation(line: Comparison) -> str:
    """Points of a share, per cent of a count or amount, the difference of a correlation."""
    if line.unit is Unit.SHARE:
        return f"{100 * line.deviation:+.2f} points"
    if line.unit is Unit.CORRELATION or not line.published:
        return f"{line.deviation:+.4g}"
    return f"{100 * line.deviation / line.published:+.2f} %"


def allowance(line: Comparison) -> str:
    """The tolerance in the terms of `deviation`, sampling error included."""
    if line.tolerance is None:
        return ""
    sign = {Bound.NEAR: "±", Bound.AT_LEAST: "-", Bound.AT_MOST: "+"}[line.bound]
    if line.unit is Unit.SHARE:
        return f"{sign}{100 * line.tolerance:.2f} points"
    if line.unit is Unit.CORRELATION or not line.published:
        return f"{sign}{line.tolerance:.4g}"
    return f"{sign}{100 * line.tolerance / line.published:.2f} %"


def verdict(line: Comparison) -> str:
    """One word: ``met``, ``missed`` or ``told``."""
    if not line.judged:
        return "told"
    return "met" if line.met else "missed"
