"""What the dashboards have in common: the grid, the variable, the annotations, the links."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from grafana_foundation_sdk.builders import dashboard
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    GridPos,
    VariableOption,
    VariableRefresh,
    VariableSort,
)

from bank_rs.dashboards.graphite_query import Target, data_source
from bank_rs.dashboards.panels import Panel
from bank_rs.dashboards.targets import ALL_INSTANCES, PREFIX, added, counted, named

TITLES: Final = {
    "bank-rs-service": "Сервис",
    "bank-rs-products": "Продукты",
    "bank-rs-model": "Модель",
    "bank-rs-drift": "Дрейф",
}
"""Titles of the dashboards by their uids."""

COLUMNS: Final = 24
INSTANCES: Final = f"{PREFIX}.*.system.up_time"

_UNASKED: Final = (
    ("placement", "inControlsMenu"),
    ("repeatDirection", "h"),
    ("skipUrlSync", False),
    ("auto", False),
    ("auto_min", "10s"),
    ("auto_count", 30),
)
"""What the SDK writes without being asked: menus that hide links, and what is unused here."""


@dataclass(frozen=True, slots=True)
class Line:
    """Panels side by side, each with its columns of 24."""

    height: int
    panels: tuple[tuple[Panel, int], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A title across the dashboard and the lines of panels below it."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard.

    Attributes
    ----------
    uid
        One of `TITLES`.
    description
        One sentence in Russian.
    since
        Start of the time range it opens with.
    sections
        From top to bottom.
    """

    uid: str
    description: str
    since: str
    sections: tuple[Section, ...]

    def to_json(self) -> dict[str, Any]:
        """The dashboard as Grafana loads it; ids of panels count from 1 in their order."""
        title = TITLES[self.uid]
        builder = dashboard.Dashboard(f"bank-rs: {title}").uid(self.uid).tags(["bank-rs"])
        builder.description(self.description).timezone("browser").time(self.since, "now")
        builder.refresh("10s").readonly().tooltip(DashboardCursorSync.CROSSHAIR)
        builder.variables([_instance()]).annotations([_swaps()]).links(list(_links(self.uid)))
        for number, part in enumerate(_placed(self.sections), start=1):
            if isinstance(part, dashboard.Row):
                builder.with_row(part.id(number))
            else:
                builder.with_panel(part.id(number))
        plain = json.dumps(builder.build(), cls=JSONEncoder)
        return {"id": None, **json.loads(plain, object_hook=_without_unasked)}


def _placed(sections: tuple[Section, ...]) -> Iterator[Panel | dashboard.Row]:
    y = 0
    for section in sections:
        yield dashboard.Row(section.title).grid_pos(GridPos(x=0, y=y, w=COLUMNS, h=1))
        y += 1
        for line in section.lines:
            x = 0
            for panel, width in line.panels:
                panel.grid_pos(GridPos(x=x, y=y, w=width, h=line.height))
                yield panel
                x += width
            y += line.height


def _instance() -> dashboard.QueryVariable:
    variable = dashboard.QueryVariable("instance").label("Экземпляр")
    variable.description("Экземпляр сервиса, метрики которого показаны; все складываются.")
    variable.datasource(data_source()).query(f"expand({INSTANCES})")
    variable.regex(rf"/^{PREFIX}\.([^.]+)\.system\.up_time$/").sort(VariableSort.ALPHABETICAL_ASC)
    variable.refresh(VariableRefresh.ON_TIME_RANGE_CHANGED).include_all(True)
    variable.all_value(ALL_INSTANCES).multi(False).allow_custom_value(False)
    return variable.current(VariableOption(text="Все", value="$__all", selected=True))


def _swaps() -> dashboard.AnnotationQuery:
    target = named(counted(added("model.swaps")), "Сменилась версия модели")
    annotation = dashboard.AnnotationQuery().name("Смены модели").icon_color("purple")
    return annotation.datasource(data_source()).enable(True).hide(False).target(Target(target))


def _links(uid: str) -> Iterator[dashboard.DashboardLink]:
    for other, title in TITLES.items():
        if other != uid:
            link = dashboard.DashboardLink(title).type(DashboardLinkType.LINK).url(f"/d/{other}")
            yield link.icon("dashboard").keep_time(True).include_vars(True)


def _without_unasked(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if (key, value) not in _UNASKED}
