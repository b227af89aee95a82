"""What a model costs: time to train, memory, size, and time to answer."""

import pickle
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

from sklearn.base import BaseEstimator


@dataclass(frozen=True, slots=True)
class Cost:
    """Costs of one model.

    Attributes
    ----------
    seconds
        To fit it, calibration and thresholds included.
    memory_mib
        Most physical memory the process had used by then, the rows included.
    model_mib
        Of the fitted model as pickle writes it.
    microseconds
        Median time to answer one record, its features included.
    """

    seconds: float
    memory_mib: float
    model_mib: float
    microseconds: float


def peak_memory_mib() -> float:
    """Most physical memory this process has used so far."""
    status = Path("/proc/self/status")
    if status.exists():
        # where there is a kernel's own account it is the better one: getrusage's begins with the
        # size of the process that started this one
        peaks = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        if peaks:
            return int(peaks[0].split()[1]) / 1024
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def model_mib(estimator: BaseEstimator) -> float:
    """Size of a fitted model as pickle writes it."""
    return len(pickle.dumps(estimator)) / 2**20
