import json
from pathlib import Path

import pytest

from tests.dashboards.planted import INSTANCES, Planted

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def dashboards():
    """The committed dashboards by their uids."""
    files = sorted((ROOT / "grafana" / "dashboards").glob("*.json"))
    read = [json.loads(file.read_text("utf-8")) for file in files]
    return {dashboard["uid"]: dashboard for dashboard in read}


@pytest.fixture(scope="session")
def targets(dashboards):
    """Targets of the committed panels, by dashboard and title."""
    return {
        (uid, panel["title"], target["refId"]): target["target"]
        for uid, dashboard in dashboards.items()
        for panel in dashboard["panels"]
        for target in panel.get("targets", [])
    }


@pytest.fixture(scope="session")
def planted(graphite):
    """Every metric there is, of a service without a name and of two with one."""
    planted = Planted(graphite, "planted")
    graphite.store(planted.points())
    return planted


@pytest.fixture(scope="session")
def planted_bare(graphite):
    """Every metric there is, of a service without a name."""
    planted = Planted(graphite, "planted-bare", ("",))
    graphite.store(planted.points())
    return planted


@pytest.fixture(scope="session")
def planted_instances(graphite):
    """Every metric there is, of two named instances."""
    planted = Planted(graphite, "planted-instances", INSTANCES)
    graphite.store(planted.points())
    return planted
