"""The data source that every panel, variable, annotation and rule asks."""

from typing import Final

UID: Final = "bank-rs-graphite"
"""Never changed: Grafana refuses to rename a data source it has provisioned."""

DATA_SOURCE: Final = {"type": "graphite", "uid": UID}
"""As dashboards name it."""
