"""The committed dashboards, asking for metrics under another prefix."""

import json
from pathlib import Path

from bank_rs.dashboards.targets import PREFIX

COMMITTED = Path(__file__).parents[3] / "grafana" / "dashboards"
EXPRESSIONS = ("target", "query", "regex")


def copied(folder: Path, prefix: str) -> Path:
    """Write the committed dashboards into a folder; only their expressions change."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in COMMITTED.glob("*.json"):
        dashboard = _renamed(json.loads(file.read_text("utf-8")), prefix)
        text = json.dumps(dashboard, ensure_ascii=False)
        (folder / file.name).write_text(text, "utf-8")
    return folder


def committed() -> dict[str, dict]:
    """The dashboards by their uids."""
    read = (json.loads(file.read_text("utf-8")) for file in sorted(COMMITTED.glob("*.json")))
    return {dashboard["uid"]: dashboard for dashboard in read}


def panels(uid: str) -> list[dict]:
    """What a dashboard shows, titles across it left out."""
    return [panel for panel in committed()[uid]["panels"] if panel["type"] != "row"]


def _renamed(value: object, prefix: str) -> object:
    if isinstance(value, dict):
        return {
            key: part.replace(PREFIX, prefix)
            if key in EXPRESSIONS and isinstance(part, str)
            else _renamed(part, prefix)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_renamed(part, prefix) for part in value]
    return value
