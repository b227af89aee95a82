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

from bank_rs.registry.fetch import FETCH_SECONDS

_NICENESS: Final = 5
"""Answering goes first."""


def download(name: str, version: str, folder: Path) -> None:
    """Download a version of a registered model from ``MLFLOW_TRACKING_URI``."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.parent / "new"
    with (folder.parent / "download.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return
        from mlflow.artifacts import download_artifacts

        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        download_artifacts(f"models:/{name}/{version}", dst_path=str(new))
        new.rename(folder)


if __name__ == "__main__":
    # should the process that waits be gone
    signal.alarm(FETCH_SECONDS)
    os.nice(_NICENESS)
    download(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
