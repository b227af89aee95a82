import socket

import pytest

from bank_rs.settings import Settings


@pytest.fixture
def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def plain() -> Settings:
    """Settings that nothing outside the tests has a say in."""
    return Settings(_env_file=None)
