"""Expressions of Graphite over the metrics of the catalogue.

A metric lies at ``bank-rs.<name>`` or, where instances are named, at ``bank-rs.<instance>.<name>``.
Both are asked, and the variable ``instance`` chooses among what comes back. All of them answer
nothing, and no error, where no such metric has been written yet.
"""

from collections.abc import Callable
from typing import Final

PREFIX: Final = "bank-rs"
ALL_INSTANCES: Final = ".*"
"""What ``$instance`` stands for when all are chosen."""

_WHOLE_RANGE: Final = "10y"
_THINNED: Final = {"sum": "average", "max": "max"}


def chosen(name: str) -> str:
    """Series of a metric, one for each instance that is chosen.

    Examples
    --------
    >>> chosen("clients")
    "grep(group(bank-rs.clients,bank-rs.*.clients),'^bank-rs[.]$instance([.]|$)')"
    """
    both = f"group({PREFIX}.{name},{PREFIX}.*.{name})"
    return f"grep({both},'^{PREFIX}[.]$instance([.]|$)')"


def added(name: str) -> str:
    """One series: the metric added up over instances."""
    return f"sumSeries({chosen(name)})"


def highest(name: str) -> str:
    """One series: the largest value of any instance, which thinning out keeps."""
    return f"consolidateBy(maxSeries({chosen(name)}),'max')"


def lowest(name: str) -> str:
    """One series: the smallest value of any instance, which thinning out keeps."""
    return f"consolidateBy(minSeries({chosen(name)}),'min')"


def by_part(name: str, part: int, change: Callable[[str], str] = str) -> str:
    """A series for each value of a part of the name, counted from its end, added up."""
    return f"groupByNode({change(chosen(name))},{part},'sum')"


def by_last_part(name: str, change: Callable[[str], str] = str) -> str:
    """A series for each value of the last part of the name, added up over instances."""
    return by_part(name, -1, change)


def by_instance(name: str) -> str:
    """A series for each instance, called as it is; ``bank-rs`` where it has no name."""
    ending = name.replace(".", "[.]")
    return f"aliasSub(aliasSub({chosen(name)},'[.]{ending}$',''),'^{PREFIX}[.]','')"


def by_field(name: str) -> str:
    """A series for each value of the last part of the name, the largest of any instance first."""
    series = f"groupByNode({chosen(name)},-1,'max')"
    return f"sortByMaxima(consolidateBy({series},'max'))"


def kept(series: str) -> str:
    """What is pushed once an hour as a line: a value stays until the next one."""
    return f"keepLastValue({series})"


def counted(series: str) -> str:
    """Counts that stay counts when points are thinned out: each is that of its stretch of time."""
    return f"consolidateBy({series},'sum')"


def per_second(series: str) -> str:
    """Counts as a rate."""
    return f"scaleToSeconds({series},1)"


def whole(series: str, how: str = "sum") -> str:
    """One point: the sum, or the max, over the time range.

    It is exact at any width of a panel. Graphite thins points out from a round time on, so a sum of
    thinned points lacks the first ones.
    """
    return f"summarize({series},'{_WHOLE_RANGE}','{how}',true)"


def ratio(above: str, below: str) -> str:
    """One series over another; nothing where the other is 0."""
    return f"divideSeries({above},{below})"


def share_of(part: str, all_of: str) -> str:
    """Counts of a part over the counts of all, 0 where the part has never been seen.

    Parameters
    ----------
    part, all_of
        Names of metrics; all of them are counters, and several may match.
    """
    return ratio(part_or_zero(part, all_of), added(all_of))


def part_or_zero(part: str, all_of: str) -> str:
    """Counts of a part, 0 wherever only the others were counted."""
    return f"sumSeries(group(scale({chosen(all_of)},0),{chosen(part)}))"


def named(series: str, name: str) -> str:
    """A series under the name that people see."""
    return f"alias({series},'{name}')"


def first_names(series: str) -> str:
    """Series called by the first name in their expressions, such as a product's slug."""
    return f"aliasByNode({series},0)"


def by_endpoint(name: str, how: str, change: Callable[[str], str] = str) -> str:
    """A series for each endpoint, ``how`` says what becomes of instances: sum or max."""
    series = change(chosen(f"endpoint.*.{name}"))
    return first_names(f"consolidateBy(groupByNode({series},-3,'{how}'),'{_THINNED[how]}')")


def each_five_minutes(series: str) -> str:
    """Counts of five minutes in place of those of one push, which are few."""
    return f"summarize({series},'5min','sum')"


def change_in_a_week(series: str) -> str:
    """How much each series differs from itself a week ago: 0.5 for half as much again.

    Parameters
    ----------
    series
        Expression whose series are called by names without a dot.
    """
    return relative(series, first_names(f"timeShift({series},'7d')"))


def relative(now: str, then: str) -> str:
    """How much each series differs from that of the same name in another expression.

    Parameters
    ----------
    now, then
        Expressions whose series are called by names without a dot; 0.5 is half as much again.
    """
    both = f"aliasSub({now},'$','.now'),aliasSub({then},'$','.then')"
    quotients = f"reduceSeries(mapSeries(group({both}),0),'divideSeries',1,'now','then')"
    return first_names(f"offset({quotients},-1)")


def outcome(name: str) -> str:
    """Series of what came true, with a point for each month; it is the bank's, of no instance."""
    return f"{PREFIX}.outcome.{name}"


def each_month(series: str) -> str:
    """Points of months, each held until the next, or for the 31 days that a month has at most."""
    return f"consolidateBy(keepLastValue({series},31),'last')"


def everywhere(target: str) -> str:
    """A target where no variable is known, as in alert rules: over all instances."""
    return target.replace("$instance", ALL_INSTANCES)
