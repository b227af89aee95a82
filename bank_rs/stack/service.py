import ctypes
import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx2

from bank_rs.errors import BankRsError
from bank_rs.settings import Settings
from bank_rs.stack.process import Process
from bank_rs.stack.supervisor import Supervisor

_START_SECONDS = 90.0


class ServiceError(BankRsError):
    """The service cannot run here or does not answer as it should."""


def check_openmp() -> None:
    """Raise `ServiceError` on a Linux without the OpenMP library that LightGBM's wheel expects."""
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL("libgomp.so.1")
    except OSError:
        raise ServiceError(
            "LightGBM needs the OpenMP library, which was not found: install it with "
            "'apt install libgomp1' on Debian or Ubuntu, 'dnf install libgomp' on Fedora."
        ) from None


def start_service(supervisor: Supervisor, settings: Settings) -> Process:
    """Start the service at the address of the settings."""
    address = ("--host", settings.host, "--port", str(settings.port))
    command = (Path(sys.executable).with_name("bank-rs"), "serve", *address)
    return supervisor.start("service", command, Path.cwd())


def await_service(supervisor: Supervisor, process: Process, settings: Settings) -> None:
    """Wait until the service is ready."""

    def ready() -> bool:
        try:
            return httpx2.get(url, timeout=2, trust_env=False).is_success
        except httpx2.HTTPError:
            return False

    url = f"{settings.address(settings.port)}/health/ready"
    supervisor.await_ready(process, ready, _START_SECONDS)


def published_client() -> dict[str, Any]:
    """Return client 1113092 of 2015-07-28 in the public Santander data, as the raw file has it.

    demonpratapdemon, eda-final-aggregate.ipynb, cell 33, shows the values; the padding, which the
    notebook leaves out, is the raw file's.
    """
    record: dict[str, Any] = json.loads((files(__package__) / "client.json").read_text("utf-8"))
    return record


def predict(settings: Settings, record: dict[str, Any]) -> dict[str, int]:
    """Ask the running service what to offer a client.

    Raises
    ------
    ServiceError
        If there is no answer, or one that is not a success.
    """
    url = f"{settings.address(settings.port)}/predict"
    try:
        answer = httpx2.post(
            url, json=record, headers=_key(settings), timeout=10, trust_env=False
        ).raise_for_status()
    except httpx2.HTTPError as error:
        log = settings.state_dir / "log" / "service.log"
        raise ServiceError(f"{url} gave no recommendation: {log} says why.") from error
    products: dict[str, int] = answer.json()
    return products


def _key(settings: Settings) -> dict[str, str]:
    """The first of the keys that open the service, as a header; none where it is open to all."""
    if settings.api_keys:
        keys = settings.api_keys.get_secret_value().split(",")
    elif settings.api_keys_file:
        lines = settings.api_keys_file.read_text("utf-8").splitlines()
        keys = [line for line in lines if line.partition("#")[0].strip()]
    else:
        return {}
    return {"X-API-Key": keys[0].partition("#")[0].strip()}
