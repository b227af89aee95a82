"""An alert rule as Grafana is provisioned with it."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from bank_rs.dashboards.source import DATA_SOURCE
from bank_rs.dashboards.targets import everywhere

EXPRESSION: Final = {"type": "__expr__", "uid": "__expr__"}
RUNBOOK: Final = "docs/runbook.md"

_FIRING: Final = "firing"


@dataclass(frozen=True, slots=True)
class Reading:
    """One number for a rule's condition.

    Attributes
    ----------
    name
        What the condition calls it, behind a dollar.
    target
        Expression of Graphite.
    since, until
        Its time range, in seconds before now.
    calculation
        What becomes of the points of its one series: last, mean, max or sum; holes are left out.
    """

    name: str
    target: str
    since: int
    until: int = 0
    calculation: Literal["last", "mean", "max", "sum"] = "last"

    def to_json(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The query, and the expression that makes one number of it."""
        points = f"{self.name}_points"
        query = {"refId": points, "datasource": dict(DATA_SOURCE), "textEditor": True}
        query |= {"target": everywhere(self.target), "intervalMs": 10_000, "maxDataPoints": 500}
        reduction = {"refId": self.name, "type": "reduce", "datasource": dict(EXPRESSION)}
        reduction |= {"expression": points, "reducer": self.calculation}
        reduction |= {"settings": {"mode": "dropNN"}}
        return (
            {
                "refId": points,
                "relativeTimeRange": {"from": self.since, "to": self.until},
                "datasourceUid": DATA_SOURCE["uid"],
                "model": query,
            },
            _expression(self.name, reduction),
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One alert.

    Attributes
    ----------
    uid
        At most 40 characters, as Grafana takes no more.
    title, summary
        In Russian.
    paragraph
        Anchor in docs/runbook.md.
    panel
        Uid of the dashboard and id of the panel that shows what it is about.
    readings
        What the condition is made of.
    condition
        Arithmetic of Grafana's over the readings; it fires where this is not 0.
    hold
        How long the condition must stay before anyone is told.
    severity
        ``critical`` where clients get no answers, else ``warning``.
    on_error
        What a Graphite that cannot be asked makes of it.
    """

    uid: str
    title: str
    summary: str
    paragraph: str
    panel: tuple[str, int]
    readings: tuple[Reading, ...]
    condition: str
    hold: str = "0s"
    severity: Literal["critical", "warning"] = "warning"
    on_error: Literal["OK", "Alerting"] = "OK"

    def to_json(self) -> dict[str, Any]:
        """The rule; without any data it stays quiet, as at the first start there is none."""
        dashboard, panel = self.panel
        math = {"refId": _FIRING, "type": "math", "datasource": dict(EXPRESSION)}
        math |= {"expression": self.condition}
        return {
            "uid": self.uid,
            "title": self.title,
            "condition": _FIRING,
            "data": [
                *(part for reading in self.readings for part in reading.to_json()),
                _expression(_FIRING, math),
            ],
            "noDataState": "OK",
            "execErrState": self.on_error,
            "for": self.hold,
            "dashboardUid": dashboard,
            "panelId": panel,
            "annotations": {
                "summary": self.summary,
                "runbook": f"{RUNBOOK}#{self.paragraph}",
                "__dashboardUid__": dashboard,
                "__panelId__": str(panel),
            },
            "labels": {"service": "bank-rs", "severity": self.severity},
            "isPaused": False,
        }


def _expression(name: str, model: dict[str, Any]) -> dict[str, Any]:
    return {
        "refId": name,
        "relativeTimeRange": {"from": 0, "to": 0},
        "datasourceUid": EXPRESSION["uid"],
        "model": model,
    }
