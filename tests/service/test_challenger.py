"""A challenger in a real service: shadow, canary, and how both end."""

import asyncio
import json
import threading
import time
from collections import Counter
from functools import partial

import httpx2
import pytest
from fastapi.testclient import TestClient

from bank_rs.catalog import PRODUCTS
from bank_rs.data.record import ClientRecord
from bank_rs.model.champion import Champion
from bank_rs.registry.promotion import Promotion
from bank_rs.service.api import create_app
from bank_rs.service.trial.canary import Canary
from tests.graphite import running_graphite
from tests.registry.releases import copy, edit_probability, register
from tests.service.load import Load
from tests.service.metered import INTERVAL, metered, simulated_bodies, total
from tests.service.trial.challengers import bold_model
from tests.waiting import wait_until

NAME = "trial"
WORKERS = 2
SECONDS = 120
ROLLBACK_SECONDS = 20
SHARE = 0.3


@pytest.fixture(scope="module")
def graphite(tmp_path_factory):
    with running_graphite(tmp_path_factory.mktemp("graphite"), INTERVAL) as graphite:
        yield graphite


@pytest.fixture(scope="module")
def folders(models_dir, tmp_path_factory, mlflow_uri):
    """Version 1, version 2 that offers more, and version 3, which answers its records wrongly."""
    new = tmp_path_factory.mktemp("versions")
    shipped = models_dir / "champion"
    bold = bold_model(shipped, new / "bold")
    broken = copy(bold_model(shipped, new / "other"), new / "broken")
    edit_probability(broken)
    folders = {"1": shipped, "2": bold, "3": broken}
    assert [register(mlflow_uri, NAME, folder) for folder in folders.values()] == list(folders)
    return folders


@pytest.fixture
def champion(mlflow_uri, folders):
    promotion = Promotion(mlflow_uri, NAME, "champion")
    promotion.promote("1")
    return promotion


@pytest.fixture
def challenger(champion):
    trial = Promotion(champion.uri, NAME, "challenger")
    if trial.now():
        trial.withdraw()
    return trial


@pytest.fixture
def service(graphite, champion, models_dir, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", champion.uri)
    settings = {"workers": WORKERS, "model_name": NAME, "poll_seconds": 0.2}
    return partial(metered, graphite, tmp_path, models_dir, **settings)


def times_said(server, text):
    return sum(text in line.get("message", "") for line in server.lines)


def await_said(server, text):
    wait_until(lambda: times_said(server, text) == WORKERS, SECONDS)


@pytest.fixture(scope="module")
def http():
    """Takes a connection for each request, which either worker may get."""
    limits = httpx2.Limits(max_keepalive_connections=0)
    with httpx2.Client(trust_env=False, limits=limits, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def post(http):
    def post(server, path, body, media_type="application/json"):
        headers = {"content-type": media_type}
        answer = http.post(f"{server.url}{path}", content=body, headers=headers)
        assert answer.status_code == 200
        return answer

    return post


def versions_of(answers):
    return {answer.headers["x-model-version"] for answer in answers}


def answers_of(folder, bodies):
    """Probabilities and 0/1 answers of a model, asked directly."""
    model = Champion.load(folder)
    records = [ClientRecord.model_validate_json(body) for body in bodies]
    found = model.probabilities_of([one.values() for one in records], [()] * len(records))
    return found, model.answers(found)


def numbers(bodies):
    return [ClientRecord.model_validate_json(body).values()["id"] for body in bodies]


def test_shadow_counts_are_those_of_a_direct_computation(
    service, graphite, challenger, folders, post
):
    bodies = simulated_bodies(300)
    challenger.promote("2")
    with service(metrics_prefix="shadowed", shadow="100%") as server:
        await_said(server, "version 2 is the challenger")
        assert versions_of(post(server, "/predict", one) for one in bodies) == {"1"}
        described = server.get("/model").json()
        wait_until(lambda: total(graphite, "shadowed.shadow.compared") == len(bodies), SECONDS)
        assert server.end() == 0
    assert described["version"] == "1"
    assert (described["challenger"]["version"], described["challenger"]["shadow"]) == ("2", 1)
    both = [answers_of(folders[version], bodies) for version in ("1", "2")]
    graphite.store([])  # between carbon's cache and its file a point is in neither
    differing = (both[0][1] != both[1][1]).any(axis=1).sum()
    assert total(graphite, "shadowed.shadow.disagreements") == differing > 0
    for side, (probabilities, offers) in zip(("champion", "challenger"), both, strict=True):
        for place, product in enumerate(PRODUCTS):
            name = f"shadowed.shadow.{side}_target"
            assert total(graphite, f"{name}.{product.slug}") == offers[:, place].sum()
            expected = pytest.approx(probabilities[:, place].sum(), rel=1e-6, abs=1e-9)
            assert total(graphite, f"{name}_proba.{product.slug}.sum") == expected
    assert set(graphite.values("shadowed.challenger.version", from_="-30min")) <= {0, 2}


def test_canary_answers_exactly_the_chosen_clients(service, challenger, folders, post):
    bodies = simulated_bodies(60)
    challenger.promote("2")
    chosen = [number in Canary(SHARE) for number in numbers(bodies)]
    both = [answers_of(folders[version], bodies) for version in ("1", "2")]
    with service(metrics_prefix="canary", canary=f"{SHARE:.0%}") as server:
        await_said(server, "version 2 is the challenger")
        lines = b"\n".join(bodies)
        batch = post(server, "/predict/batch?lang=code", lines, "application/x-ndjson")
        entries = [json.loads(line) for line in batch.text.splitlines()]
        assert batch.headers["x-model-version"] == "1"
        for place, (body, tried) in enumerate(zip(bodies, chosen, strict=True)):
            probabilities, offers = (part[place] for part in both[tried])
            for path in ("/predict", "/predict_proba", "/recommend", "/explain"):
                answer = post(server, f"{path}?lang=code", body)
                assert answer.headers["x-model-version"] == ("2" if tried else "1")
                said = answer.json()
                if path == "/predict":
                    assert list(said.values()) == offers.tolist()
                    assert entries[place]["prediction"] == said
                    assert entries[place].get("model_version") == ("2" if tried else None)
                elif path == "/predict_proba":
                    assert sorted(said.values()) == pytest.approx(sorted(probabilities))
                else:
                    best = pytest.approx(max(probabilities))
                    assert max(product["probability"] for product in said) == best
    assert 0 < sum(chosen) < len(chosen)


async def change(server, champion, challenger, load):
    """Set the challenger, promote it, go back and drop it, each seen in the answers."""

    async def until(condition):
        seen = Counter(load.versions)
        async with asyncio.timeout(SECONDS):
            while not condition(load.versions - seen):
                assert not load.failures, load.failures
                # of the answers to come, once what was under way is done
                if sum((load.versions - seen).values()) > 1000:
                    seen = Counter(load.versions)
                await asyncio.sleep(0.05)

    both = {"1", "2"}
    # a challenger that becomes the champion is one no longer, and has to be named again
    steps = (challenger, "2", both), (champion, "2", {"2"}), (champion, "1", {"1"})
    for alias, version, expected in (*steps, (challenger, "2", both)):
        await asyncio.to_thread(alias.promote, version)
        await until(lambda new, e=expected: set(new) == e and sum(new.values()) > 800)
    await asyncio.to_thread(challenger.withdraw)
    await until(lambda new: set(new) == {"1"} and sum(new.values()) > 800)


def test_no_request_fails_while_challengers_come_and_go(service, champion, challenger):
    load = Load()
    bodies = simulated_bodies(500)

    async def run(server):
        async with asyncio.TaskGroup() as group:
            group.create_task(load.send(server.address, bodies, 8))
            try:
                await change(server, champion, challenger, load)
            finally:
                load.stopping = True

    with service(metrics_prefix="coming", shadow=1, canary=SHARE) as server:
        asyncio.run(run(server))
        begun = time.monotonic()
        assert server.end() == 0
    assert time.monotonic() - begun < 5
    assert not load.failures
    assert set(load.versions) == {"1", "2"}


def test_broken_challenger_changes_nothing(service, graphite, challenger, post):
    bodies = simulated_bodies(40)
    challenger.promote("3")
    with service(metrics_prefix="broken", shadow=1, canary=1) as server:
        await_said(server, "version 3 is refused, there is no challenger")
        assert versions_of(post(server, "/predict", one) for one in bodies) == {"1"}
        assert server.get("/model").json()["challenger"] is None
        wait_until(lambda: total(graphite, "broken.challenger.refused") == WORKERS, SECONDS)
        assert server.end() == 0
    assert times_said(server, "version 3 is refused") == WORKERS
    assert total(graphite, "broken.model.refused") == 0


def test_rollback_takes_effect_within_twenty_seconds(service, challenger, post):
    challenger.promote("2")
    with service(metrics_prefix="back", poll_seconds=15, canary=1) as server:
        await_said(server, "version 2 is the challenger")
        body = simulated_bodies(1)[0]
        assert post(server, "/predict", body).headers["x-model-version"] == "2"
        begun = time.monotonic()
        challenger.withdraw()
        await_said(server, "version 2 is the challenger no more")
        assert time.monotonic() - begun < ROLLBACK_SECONDS
        assert versions_of(post(server, "/predict", body) for _ in range(20)) == {"1"}


def test_end_is_prompt_while_many_wait_for_the_shadow(service, challenger, post):
    challenger.promote("2")
    lines = b"\n".join(simulated_bodies(2000))
    with service(metrics_prefix="prompt", shadow=1) as server:
        await_said(server, "version 2 is the challenger")
        post(server, "/predict/batch", lines, "application/x-ndjson")
        begun = time.monotonic()
        assert server.end() == 0
    assert time.monotonic() - begun < 5


def test_nothing_of_a_challenger_where_both_shares_are_zero(settings):
    before = {thread.name for thread in threading.enumerate()}
    with TestClient(create_app(settings)) as client:
        assert client.get("/model").json()["challenger"] is None
        assert "shadow" not in {thread.name for thread in threading.enumerate()} - before
