import socket
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from bank_rs.settings import Settings
from bank_rs.stack.ports import PURPOSES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def free_ports() -> dict[str, int]:
    """A free port for every port of the stack, by the setting's name."""
    with ExitStack() as sockets:
        bound = [sockets.enter_context(socket.socket()) for _ in PURPOSES]
        for one in bound:
            one.bind(("127.0.0.1", 0))
        return {name: one.getsockname()[1] for name, one in zip(PURPOSES, bound, strict=True)}


@pytest.fixture
def stack_settings(free_ports: dict[str, int], tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        state_dir=tmp_path / "var",
        graphite_venv=ROOT / ".venv-graphite",
        **free_ports,
    )


def is_running(pid: int) -> bool:
    """Whether the process exists and is more than an exit code that waits to be read."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
