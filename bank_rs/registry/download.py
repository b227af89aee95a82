"""``python -m bank_rs.registry.download NAME VERSION FOLDER``: what `fetch` starts.

Of several at once, for as many workers, the first downloads and the others find it done.
"""

import fcntl
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Final

from bank_rs.registry.connection import connect, is_server
from bank_rs.registry.fetch import FETCH_SECONDS
from bank_rs.registry.served_files import ServedFiles

_ANSWER_SECONDS: Final = 30.0
_NICENESS: Final = 5
"""Answering goes first."""


def download(uri: str, name: str, version: str, folder: Path) -> None:
    """Download a version of a registered model, unless it is there.

    A server's files come from the server; what the server leaves in a store of its own, or a store
    that is no server, is read by MLflow itself, which takes an installation with extra ``train``.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.parent / "new"
    with (folder.parent / "download.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        if not (is_server(uri) and _from_server(uri, name, version, new)):
            _from_store(uri, name, version, new)
        new.rename(folder)


def _from_server(uri: str, name: str, version: str, folder: Path) -> bool:
    with connect(uri, _ANSWER_SECONDS) as client:
        files = ServedFiles.of(client, uri, name, version)
        if files is not None:
            files.copy(folder)
        return files is not None


def _from_store(uri: str, name: str, version: str, folder: Path) -> None:
    import mlflow

    mlflow.set_tracking_uri(uri)
    mlflow.artifacts.download_artifacts(f"models:/{name}/{version}", dst_path=str(folder))


if __name__ == "__main__":
    # should the process that waits be gone
    signal.alarm(FETCH_SECONDS)
    os.nice(_NICENESS)
    download(os.environ["MLFLOW_TRACKING_URI"], sys.argv[1], sys.argv[2], Path(sys.argv[3]))
