"""The files that Grafana is provisioned from, as the build writes them."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bank_rs.dashboards import drift, model, products, service
from bank_rs.dashboards.alerts import alerts


def files() -> Mapping[str, str]:
    """Text of every file that is built, by its path below ``grafana``."""
    made = {"service": service, "products": products, "model": model, "drift": drift}
    boards = {name: part.board().to_json() for name, part in made.items()}
    rules = alerts({board["uid"]: board for board in boards.values()})
    texts = {f"dashboards/{name}.json": _json(board) for name, board in boards.items()}
    return texts | {"provisioning/alerting/bank-rs.yaml": _yaml(rules)}


def write(folder: Path) -> None:
    """Write every file below a folder."""
    for name, text in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def stale(folder: Path) -> Iterator[Path]:
    """Files below a folder that are missing or differ from what would be written."""
    for name, text in files().items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            yield path


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _yaml(value: Mapping[str, Any]) -> str:
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=200)
    return f"# Written by grafana/build.py: change bank_rs/dashboards/alerts.py instead.\n{text}"
