from pathlib import Path

import pytest

from tests.deploy.manifests import one, read

ROOT = Path(__file__).parents[2]


@pytest.fixture
def deployment():
    return one("Deployment")["spec"]


@pytest.fixture
def pod(deployment):
    return deployment["template"]["spec"]


@pytest.fixture
def container(pod):
    (found,) = pod["containers"]
    return found


@pytest.fixture(scope="module")
def compose():
    return read(ROOT / "docker-compose.yaml")["services"]["app"]


@pytest.fixture(scope="module")
def dockerfile():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    return text[: text.index(" AS jobs")], text[text.index(" AS app") :]
