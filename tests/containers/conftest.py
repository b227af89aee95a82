import os

import pytest

from tests.containers.engine import Engine, NoEngineError
from tests.containers.images import build_images


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Images are built and stacks started on the first test's time."""
    for item in items:
        if "tests/containers/" in item.nodeid:
            item.add_marker(pytest.mark.timeout(1500))


@pytest.fixture(scope="session")
def engine() -> Engine:
    try:
        return Engine.of_this_machine()
    except NoEngineError as error:
        if os.environ.get("CI"):
            pytest.fail(f"no container engine, which CI must have: {error}")
        pytest.skip(f"no container engine: {error}")


@pytest.fixture(scope="session")
def tag(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Tag of the images of what is in the checkout now."""
    return build_images(engine, tmp_path_factory.mktemp("context"))
