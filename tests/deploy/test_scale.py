"""The arithmetic of docs/scale.md, done again."""

import re
from math import ceil

import pytest
from capacity_graphite import bytes_of_a_series, of_an_instance

from bank_rs.data.history_store.window import MONTHS
from bank_rs.settings import Settings
from tests.deploy.conftest import ROOT
from tests.deploy.manifests import one
from tests.deploy.test_rights import in_bytes

PAGE = (ROOT / "docs" / "scale.md").read_text("utf-8")
A_POD, OF_ITS_OWN, IN_REDIS = 1_800, 360, 135
"""Requests a second; MB of memory besides the file; bytes a client."""


def rows(columns: int) -> list[list[float]]:
    """Lines of a table that has nothing but numbers."""
    cells = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    plain = [row for row in cells if len(row) == columns and row[0].replace(",", "").isdigit()]
    return [[float(cell.replace(",", "")) for cell in row] for row in plain]


def test_series_are_those_of_the_catalogue():
    least, most, drift = re.findall(r"^\| series of .* \| (\d+) \|$", PAGE, re.MULTILINE)
    found = {"least": int(least), "most": int(most), "drift": int(drift)}
    assert of_an_instance() == found
    assert f"| {bytes_of_a_series():,} |" in PAGE


def test_pods_follow_from_requests():
    series, settings = of_an_instance(), Settings(_env_file=None)
    memory = in_bytes(container()["resources"]["requests"]["memory"])
    least = one("HorizontalPodAutoscaler")["spec"]["minReplicas"]
    assert len(rows(7)) == 5
    for requests, *found in rows(7):
        pods = max(least, ceil(requests / A_POD))
        points = pods * series["most"] / settings.metrics_interval
        of_all = pods * series["most"] + series["drift"]
        asked = pods / settings.poll_seconds
        expected = [pods, pods, pods * memory / 1e9, of_all, points, asked]
        assert found == pytest.approx(expected, rel=0.005, abs=0.051)


def test_memory_follows_from_clients():
    assert len(rows(4)) == 4
    for clients, *found in rows(4):
        file = clients * (8 + 4 * MONTHS) / 1e6
        assert found == pytest.approx([file, OF_ITS_OWN + 2 * file, clients * IN_REDIS / 1e6])


def test_the_autoscaler_is_what_the_plan_takes_it_for():
    spec = one("HorizontalPodAutoscaler")["spec"]
    (metric,) = spec["metrics"]
    share = metric["resource"]["target"]["averageUtilization"] / 100
    alone = 0.91 / (158 + 7.5) * 1e6 / 1.8
    assert container()["resources"]["requests"]["cpu"] == "1"
    assert alone * share == pytest.approx(A_POD, rel=0.02)
    assert f"for more than {spec['maxReplicas'] * A_POD:,} requests/s" in PAGE.replace("\n", " ")


def container() -> dict:
    (found,) = one("Deployment")["spec"]["template"]["spec"]["containers"]
    return found
