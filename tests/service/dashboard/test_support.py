"""What the committed dashboards ask of a renderer, held against what the page draws."""

import json
import re
from collections.abc import Iterator

import pytest

from bank_rs.service.dashboard.dashboard import PAGE
from bank_rs.service.dashboard.queries import Range
from tests.service.dashboard.copies import committed


def keys_of(constant: str, file: str) -> set[str]:
    """Keys of an object in one of the page's scripts."""
    text = (PAGE / file).read_text("utf-8")
    body = re.search(rf"const {constant} = \{{(.*?)\}};", text, re.DOTALL)[1]
    return set(re.findall(r"(?:^|[{,])\s*\"?(\w+)\"?:", body, re.MULTILINE))


TEXT = re.compile(r".+", re.DOTALL)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
HUES = keys_of("SHADES", "colors.js")
COLOUR = re.compile(rf"((super-)?light-|(semi-)?dark-)?({'|'.join(HUES)})")
UNITS = keys_of("UNITS", "units.js")
CALCULATIONS = keys_of("REDUCERS", "series.js")
SWITCH = {True, False}

PANELS = {
    "id": NUMBER,
    "type": keys_of("KINDS", "panel.js") | {"row"},
    "title": TEXT,
    "description": TEXT,
    "timeFrom": re.compile(r"[1-9]\d*[hdy]"),
    "collapsed": {False},
    "panels": set(),
    "transparent": {False},
    "repeatDirection": {"h"},
    "gridPos.x": NUMBER,
    "gridPos.y": NUMBER,
    "gridPos.w": NUMBER,
    "gridPos.h": NUMBER,
    "datasource.type": {"graphite"},
    "datasource.uid": TEXT,
    "targets.datasource.type": {"graphite"},
    "targets.datasource.uid": TEXT,
    "targets.refId": TEXT,
    "targets.target": TEXT,
    "targets.textEditor": SWITCH,
    "fieldConfig.defaults.unit": UNITS,
    "fieldConfig.defaults.decimals": NUMBER,
    "fieldConfig.defaults.min": NUMBER,
    "fieldConfig.defaults.max": NUMBER,
    "fieldConfig.defaults.noValue": TEXT,
    "fieldConfig.defaults.color.mode": {"thresholds", "palette-classic", "fixed"},
    "fieldConfig.defaults.color.fixedColor": COLOUR,
    "fieldConfig.defaults.thresholds.mode": {"absolute"},
    "fieldConfig.defaults.thresholds.steps.color": COLOUR,
    "fieldConfig.defaults.thresholds.steps.value": NUMBER,
    "fieldConfig.defaults.custom.drawStyle": {"line", "bars"},
    "fieldConfig.defaults.custom.fillOpacity": NUMBER,
    "fieldConfig.defaults.custom.lineWidth": NUMBER,
    "fieldConfig.defaults.custom.showPoints": {"auto"},
    "fieldConfig.defaults.custom.spanNulls": {False},
    "fieldConfig.defaults.custom.stacking.group": {"A"},
    "fieldConfig.defaults.custom.stacking.mode": {"none", "normal"},
    "fieldConfig.overrides": set(),
    "fieldConfig.overrides.matcher.id": {"byName"},
    "fieldConfig.overrides.matcher.options": TEXT,
    "fieldConfig.overrides.properties.id": {"color", "displayName"},
    "fieldConfig.overrides.properties.value": TEXT,
    "fieldConfig.overrides.properties.value.mode": {"fixed"},
    "fieldConfig.overrides.properties.value.fixedColor": COLOUR,
    "options.reduceOptions.calcs": CALCULATIONS,
    "options.reduceOptions.values": {False},
    "options.orientation": {"auto", "horizontal"},
    "options.legend.calcs": CALCULATIONS,
    "options.legend.displayMode": {"list", "table"},
    "options.legend.placement": {"bottom", "right"},
    "options.legend.showLegend": SWITCH,
    "options.tooltip.mode": {"multi"},
    "options.tooltip.sort": {"desc", "none"},
    # of stat
    "options.colorMode": {"value"},
    "options.graphMode": {"none"},
    "options.justifyMode": {"auto"},
    "options.percentChangeColorMode": {"standard"},
    "options.showPercentChange": {False},
    "options.textMode": {"auto"},
    "options.wideLayout": {True},
    # of bargauge; sizes are the page's own
    "options.displayMode": {"basic"},
    "options.maxVizHeight": NUMBER,
    "options.minVizHeight": NUMBER,
    "options.minVizWidth": NUMBER,
    "options.namePlacement": {"auto"},
    "options.showUnfilled": {True},
    "options.sizing": {"auto"},
    "options.valueMode": {"color"},
}
"""Every option the page draws by, or may pass over because it has the one value it draws."""


def options(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Paths and values of all that is written in a panel; empty lists among them."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from options(part, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for part in value:
            yield from options(part, path)
    elif value is not None:
        yield path, value


def unsupported(panel: dict) -> list[tuple[str, object]]:
    """What the page would draw otherwise than Grafana."""

    def fits(path: str, value: object) -> bool:
        allowed = PANELS.get(path, set())
        if isinstance(allowed, set):
            return value in allowed
        return allowed.fullmatch(str(value)) is not None

    return [found for found in options(panel) if not fits(*found)]


@pytest.mark.parametrize("uid", committed())
def test_every_option_of_a_panel_is_one_the_page_draws(uid):
    found = {panel["title"]: unsupported(panel) for panel in committed()[uid]["panels"]}
    assert {title: options for title, options in found.items() if options} == {}


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("type", "piechart"),
        ("repeat", "instance"),
        ("fieldConfig.defaults.unit", "parsecs"),
        ("fieldConfig.defaults.mappings", [{"type": "value"}]),
        ("fieldConfig.defaults.color.mode", "continuous-GrYlRd"),
        ("options.reduceOptions.calcs", ["stdDev"]),
        ("options.graphMode", "area"),
    ],
)
def test_option_that_is_new_is_found(where, value):
    panel = json.loads(json.dumps(committed()["bank-rs-service"]["panels"][1]))
    assert unsupported(panel) == []
    part = panel
    *way, last = where.split(".")
    for step in way:
        part = part[step]
    part[last] = value
    assert len(unsupported(panel)) == 1


@pytest.mark.parametrize("uid", committed())
def test_rest_of_a_dashboard_is_what_the_page_has(uid):
    board = committed()[uid]
    (variable,) = board["templating"]["list"]
    assert (variable["name"], variable["multi"], variable["includeAll"]) == (
        "instance",
        False,
        True,
    )
    assert variable["label"] in (PAGE / "index.html").read_text("utf-8")
    (annotation,) = board["annotations"]["list"]
    assert COLOUR.fullmatch(annotation["iconColor"])
    assert board["time"]["from"].removeprefix("now-") in set(Range)
    assert board["refresh"] in ("10s", "30s", "1m")
    assert board["graphTooltip"] == 1
    assert {link["url"].removeprefix("/d/") for link in board["links"]} == set(committed()) - {uid}


def test_times_of_the_page_are_those_of_the_service():
    text = (PAGE / "state.js").read_text("utf-8")
    found = dict(re.findall(r'^  "(\w+)": (\d+),$', text, re.MULTILINE))
    assert found == {name.value: str(name.seconds) for name in Range}
