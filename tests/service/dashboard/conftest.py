import os
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI

from bank_rs.service.dashboard.dashboard import add_dashboard
from bank_rs.service.edge.keys import KeyRing, Keys
from bank_rs.service.edge.problem_handlers import add_problem_handlers
from bank_rs.settings import Settings
from tests.dashboards.planted import STEP, Planted
from tests.load.server import serving
from tests.service.browser import driven, find_browser
from tests.service.dashboard.copies import copied
from tests.service.dashboard.visitor import Visitor


def dashboard_app(folder: Path, graphite_url: str, **settings: object) -> FastAPI:
    """The page, what it asks and the check of keys, without a model."""
    given = {"dashboards_dir": folder, "graphite_url": graphite_url} | settings
    read = Settings(_env_file=None, **given)
    app = FastAPI(docs_url=None, redoc_url=None)
    add_dashboard(app, read)
    add_problem_handlers(app)
    if (ring := KeyRing.from_settings(read)) is not None:
        app.add_middleware(Keys, ring=ring)
    return app


@pytest.fixture(scope="session")
def shown(graphite):
    """Every metric there is, of a service without a name and of two with one."""
    planted = Planted(graphite, "shown", end=int(time.time()) // STEP * STEP - STEP)
    graphite.store(planted.points())
    return planted


@pytest.fixture(scope="session")
def dashboards(tmp_path_factory):
    """The committed dashboards, asking for what is planted."""
    return copied(tmp_path_factory.mktemp("dashboards"), "shown")


@pytest.fixture(scope="session")
def served(graphite, shown, dashboards):
    """Address of the page over what is planted."""
    with serving(dashboard_app(dashboards, graphite.url)) as url:
        yield url


@pytest.fixture(scope="session")
def program():
    """Path of a browser."""
    found = find_browser()
    if not found:
        assert "CI" not in os.environ, "CI is to have a browser"
        pytest.skip("no browser is installed: 'apt-get install chromium' brings one")
    return found


@pytest.fixture(scope="module")
def chromium(program):
    """Closed before the next module: while it is driven, its thread cannot run asyncio."""
    with driven(program) as browser:
        yield browser


@pytest.fixture
def open_page(chromium):
    """Open a page; when the test ends it must have complained of nothing it was not told to."""

    @contextmanager
    def opened(url, **options):
        context = chromium.new_context(
            viewport={"width": 1366, "height": 768}, locale="ru-RU", **options
        )
        context.set_default_timeout(20_000)
        try:
            visitor = Visitor(context.new_page())
            visitor.visit(url)
            yield visitor
            assert visitor.complaints == []
        finally:
            context.close()

    return opened
