"""The real service, a real load, the real Graphite: what is drawn is what the load counted."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

import pytest

from bank_rs.catalog import PRODUCTS
from bank_rs.dashboards.targets import ALL_INSTANCES
from tests.graphite import Graphite, running_graphite
from tests.service.dashboard.copies import committed
from tests.service.metered import INTERVAL, metered, send, simulated_bodies, total
from tests.service.server import ROOT, Server
from tests.waiting import wait_until

MIMICKED = 300
WEEK_OLD = {"Предлагаем чаще", "Предлагаем реже"}
"""Panels that compare with the week before, which this load does not have."""

OTHERS = ("drift.", "outcome.", "challenger.", "canary.", "shadow.")
"""Metrics of commands, and of a challenger, which this load does not have either."""


@dataclass
class Loaded:
    """A service that has been loaded, and what the loads counted.

    Attributes
    ----------
    clients
        In the answers.
    offers
        Answers of 1 by Russian name.
    """

    graphite: Graphite
    server: Server
    clients: int
    offers: Counter[str]

    def ask(self, target: str) -> list[dict]:
        return self.graphite.render(target.replace("$instance", ALL_INSTANCES), from_="-15min")

    def figure(self, uid: str, title: str) -> float:
        (panel,) = [panel for panel in committed()[uid]["panels"] if panel["title"] == title]
        (series,) = self.ask(panel["targets"][0]["target"])
        (value,) = [value for value, _ in series["datapoints"] if value is not None]
        return value


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, models_dir, closed_port):
    folder = tmp_path_factory.mktemp("loaded")
    with (
        pytest.MonkeyPatch.context() as patch,
        running_graphite(folder / "graphite", INTERVAL) as graphite,
    ):
        patch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{closed_port}")
        settings = {"graphite_url": graphite.url}
        with metered(graphite, folder, models_dir, **settings) as server:
            answers = send(server, [("/predict", body) for body in simulated_bodies(2000)])
            offers = Counter(
                name for _, body in answers for name, value in json.loads(body).items() if value
            )
            wait_until(lambda: total(graphite, "bank-rs.clients") == len(answers))
            graphite.store([])
            yield Loaded(graphite, server, len(answers), offers)


def test_every_target_returns_points(loaded):
    empty = [
        (uid, panel["title"], target["refId"])
        for uid, dashboard in committed().items()
        for panel in dashboard["panels"]
        for target in panel.get("targets", [])
        if panel["title"] not in WEEK_OLD
        and not any(name in target["target"] for name in OTHERS)
        and not any(
            value is not None
            for series in loaded.ask(target["target"])
            for value, _ in series["datapoints"]
        )
    ]
    assert empty == []


def test_page_shows_what_the_load_counted(loaded, open_page):
    with open_page("about:blank") as visitor:
        visitor.open(loaded.server.url, "bank-rs-products", range="15m")
        assert visitor.figure("Клиентов") == str(loaded.clients)
        bars = visitor.bars("Предложения по продуктам")
        assert set(bars) == {product.ru for product in PRODUCTS}
        assert {name: int(value) for name, value in bars.items()} == {
            name: loaded.offers[name] for name in bars
        }
        assert visitor.figure("Предложений") == str(loaded.offers.total())
        assert loaded.offers.total() > 0


def test_requests_are_those_the_load_sent(loaded):
    """The service is asked for nothing else meanwhile."""

    def drawn():
        return loaded.figure("bank-rs-service", "Запросов")

    wait_until(lambda: drawn() == len(loaded.server.accesses()))
    before = drawn()
    load = ("run_mimic_load.py", "--requests", str(MIMICKED), "--url", loaded.server.url)
    subprocess.run((sys.executable, *load), cwd=ROOT, check=True, capture_output=True)
    wait_until(lambda: drawn() >= before + MIMICKED)
    assert drawn() == before + MIMICKED == len(loaded.server.accesses())
