"""Room on the disk of the prediction log."""

import errno
import os
import shutil
from pathlib import Path
from typing import Final

LEAST_FREE: Final = 64 * 2**20
"""Bytes that are left to others on the same disk, and to make Parquet of what is there."""


def check_room(folder: Path) -> None:
    """Raise OSError, as a full disk does, while less than ``LEAST_FREE`` is free."""
    if shutil.disk_usage(folder).free < LEAST_FREE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
