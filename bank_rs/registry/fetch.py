"""Downloads a version in a process of its own, whose memory and imports leave with it."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.registry.alias import without_credentials

FETCH_SECONDS: Final = 120
_LOOK_SECONDS: Final = 0.1
_LONGEST_REASON: Final = 300
_CHILD: Final = "bank_rs.registry.download"


class FetchError(BankRsError):
    """A version cannot be downloaded, at least not now."""


def fetch(uri: str, name: str, version: str, folder: Path, stopping: Event) -> None:
    """Download a version of a registered model, unless another process just did.

    Parameters
    ----------
    uri
        MLflow's tracking URI.
    name, version
        Of the model.
    folder
        Where to put it; it comes there as a whole or not at all.
    stopping
        Once set, the download is given up.

    Raises
    ------
    FetchError
        If there is none within two minutes.
    """
    command = (sys.executable, "-m", _CHILD, name, version, str(folder.absolute()))
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    environment = os.environ | threads | {"MLFLOW_TRACKING_URI": uri}
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(  # noqa: S603 - names reach Python as they are, through no shell
            command, stdout=said, stderr=said, env=environment
        )
        try:
            _await(child, stopping)
        finally:
            child.kill()
            child.wait()
        said.seek(0)
        reason = _last_line(said.read())
    if child.returncode:
        raise FetchError(
            f"version {version} of {name} cannot be downloaded from MLflow at "
            f"{without_credentials(uri)} ({reason}): see whether its files are there, and "
            f"whether {folder.parent} can be written."
        )


def _await(child: subprocess.Popen[bytes], stopping: Event) -> None:
    deadline = time.monotonic() + FETCH_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        if stopping.wait(_LOOK_SECONDS):
            return


def _last_line(said: bytes) -> str:
    """The child's own words, which end with its error."""
    lines = said.decode(errors="replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "it took too long")
    return without_credentials(last[:_LONGEST_REASON])
