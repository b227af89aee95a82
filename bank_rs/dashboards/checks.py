"""What is wrong with a dashboard, found without a Grafana."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from bank_rs.dashboards.expression import VARIABLE, Expression
from bank_rs.dashboards.source import DATA_SOURCE
from bank_rs.dashboards.units import UNITS

PANEL_TYPES: Final = ("timeseries", "stat", "bargauge", "row")
"""Those that the page /dashboard draws too."""

CALCULATIONS: Final = ("lastNotNull", "sum", "max", "mean")
COLUMNS: Final = 24

_AGO: Final = re.compile(r"[1-9][0-9]*[hdy]")
"""A time range of a panel's own, as the page /dashboard reads it."""

Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    Attributes
    ----------
    place
        Dashboard, and the panel, variable or annotation in it.
    fault
        What is wrong there.
    """

    place: str
    fault: str


def check(dashboards: Sequence[Part]) -> list[Finding]:
    """Faults of dashboards that are provisioned together; empty where all is well."""
    findings = []
    uids = Counter(dashboard.get("uid") for dashboard in dashboards)
    for dashboard in dashboards:
        place = str(dashboard.get("uid"))
        if not dashboard.get("uid") or uids[dashboard["uid"]] > 1:
            findings.append(Finding(place, "the uid is missing, or another dashboard has it"))
        if dashboard.get("id") is not None:
            findings.append(Finding(place, "the id is not null, as it must be in a file"))
        findings += _parts(dashboard, place)
    return findings


def _parts(dashboard: Part, place: str) -> Iterator[Finding]:
    variables = dashboard.get("templating", {}).get("list", [])
    known = {variable["name"] for variable in variables}
    for variable in variables:
        where = f"{place}, variable {variable['name']}"
        yield from (Finding(where, fault) for fault in _source_faults(variable))
    for annotation in dashboard.get("annotations", {}).get("list", []):
        where = f"{place}, annotation {annotation['name']}"
        yield from (Finding(where, fault) for fault in _source_faults(annotation))
        yield from (Finding(where, fault) for fault in _target_faults(annotation["target"], known))
    panels = dashboard.get("panels", [])
    for panel in panels:
        where = f"{place}, panel {panel.get('id')} {panel.get('title')!r}"
        yield from (Finding(where, fault) for fault in _panel_faults(panel, known))
        yield from (Finding(where, fault) for fault in _among_faults(panel, panels))


def _panel_faults(panel: Part, variables: set[str]) -> Iterator[str]:
    if panel.get("type") not in PANEL_TYPES:
        yield f"the type {panel.get('type')} is none of {', '.join(PANEL_TYPES)}"
    if not _AGO.fullmatch(panel.get("timeFrom") or "1d"):
        yield f"the time range {panel['timeFrom']} is no number of hours, days or years"
    if not panel.get("title"):
        yield "the title is missing"
    yield from _place_faults(panel.get("gridPos"))
    if panel.get("type") == "row":
        return
    yield from _source_faults(panel)
    yield from _reading_faults(panel)
    targets = panel.get("targets") or []
    if not targets:
        yield "there is no target"
    if len({target.get("refId") for target in targets}) < len(targets):
        yield "two targets have one refId"
    for target in targets:
        yield from _target_faults(target, variables)
    for name in VARIABLE.findall(f"{panel.get('title')} {panel.get('description')}"):
        yield from _variable_faults(name, variables)


def _reading_faults(panel: Part) -> Iterator[str]:
    defaults = panel.get("fieldConfig", {}).get("defaults", {})
    if not panel.get("description"):
        yield "the description is missing"
    if not defaults.get("noValue"):
        yield "noValue, what an empty panel says, is missing"
    if defaults.get("unit") not in UNITS:
        yield f"the unit {defaults.get('unit')} is none of Grafana's that are used here"
    if panel.get("type") in ("stat", "bargauge"):
        calculations = panel.get("options", {}).get("reduceOptions", {}).get("calcs", [])
        if len(calculations) != 1 or calculations[0] not in CALCULATIONS:
            yield f"the calculation {calculations} is not one of {', '.join(CALCULATIONS)}"


def _place_faults(place: Part | None) -> Iterator[str]:
    if not _is_whole(place):
        yield "gridPos is missing, or a part of it"
    elif (
        min(place.values()) < 0 or place["x"] + place["w"] > COLUMNS or not place["w"] * place["h"]
    ):
        yield f"gridPos {place} is not inside the {COLUMNS} columns"


def _among_faults(panel: Part, panels: Sequence[Part]) -> Iterator[str]:
    others = [other for other in panels if other is not panel]
    if panel.get("id") is None or any(other.get("id") == panel["id"] for other in others):
        yield "the id is missing, or another panel has it"
    if any(_overlap(panel.get("gridPos"), other.get("gridPos")) for other in others):
        yield "gridPos overlaps another panel's"


def _overlap(one: Part | None, other: Part | None) -> bool:
    return _is_whole(one) and _is_whole(other) and _both_meet(one, other)


def _is_whole(place: Part | None) -> TypeGuard[Part]:
    return place is not None and {"x", "y", "w", "h"} <= place.keys()


def _both_meet(one: Part, other: Part) -> bool:
    return _meet(one, other, "x", "w") and _meet(one, other, "y", "h")


def _meet(one: Part, other: Part, start: str, size: str) -> bool:
    first, second = sorted((one, other), key=lambda place: float(place[start]))
    return bool(second[start] < first[start] + first[size])


def _source_faults(part: Part) -> Iterator[str]:
    if part.get("datasource") != DATA_SOURCE:
        yield f"the data source is {part.get('datasource')}, not {DATA_SOURCE}"


def _target_faults(target: Part, variables: set[str]) -> Iterator[str]:
    yield from _source_faults(target)
    expression = Expression.read(target.get("target") or "")
    if not expression.metrics:
        yield "a target reads no metric"
    yield from expression.faults()
    for name in dict.fromkeys(expression.variables):
        yield from _variable_faults(name, variables)


def _variable_faults(name: str, variables: set[str]) -> Iterator[str]:
    if name not in variables and not name.startswith("__"):
        yield f"the variable {name} is not defined"
