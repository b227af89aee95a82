"""Which parameters of which candidates are tuned, and between what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from optuna import Trial


@dataclass(frozen=True, slots=True)
class Whole:
    """Whole numbers between two, both included, evenly by their logarithm."""

    low: int
    high: int

    def suggest(self, trial: "Trial", name: str) -> float:
        """A value for a trial."""
        return trial.suggest_int(name, self.low, self.high, log=True)


@dataclass(frozen=True, slots=True)
class Real:
    """Numbers between two, evenly by their logarithm."""

    low: float
    high: float

    def suggest(self, trial: "Trial", name: str) -> float:
        """A value for a trial."""
        return trial.suggest_float(name, self.low, self.high, log=True)


Space = Mapping[str, Whole | Real]
"""By parameter, as scikit-learn's ``set_params`` names it."""

_RATE: Final = Real(0.02, 0.3)
_LEAVES: Final = Whole(7, 64)
_LEAF_ROWS: Final = Whole(5, 200)
_L2: Final = Real(0.1, 100.0)


def _last(**ranges: Whole | Real) -> Space:
    """Parameters of a pipeline's last step."""
    return {f"classifier__{name}": each for name, each in ranges.items()}


SEARCH_SPACES: Final[Mapping[str, Space]] = {
    "two-stage": _last(
        rounds=Whole(30, 300),
        incidence_rounds=Whole(30, 600),
        learning_rate=_RATE,
        leaves=_LEAVES,
        min_leaf_rows=_LEAF_ROWS,
        feature_fraction=Real(0.2, 1.0),
    ),
    "lightgbm": _last(
        rounds=Whole(30, 300), learning_rate=_RATE, leaves=_LEAVES, min_leaf_rows=_LEAF_ROWS
    ),
    "histogram": _last(
        rounds=Whole(30, 300),
        learning_rate=_RATE,
        leaves=_LEAVES,
        min_leaf_rows=_LEAF_ROWS,
        l2=_L2,
    ),
    "multiclass": _last(
        rounds=Whole(30, 300),
        learning_rate=_RATE,
        leaves=_LEAVES,
        min_leaf_rows=_LEAF_ROWS,
        l2=_L2,
    ),
    "product": {
        "rounds": Whole(50, 600),
        "learning_rate": _RATE,
        "leaves": _LEAVES,
        "min_leaf_rows": _LEAF_ROWS,
        "l2": _L2,
    },
}
"""By candidate; one that is not here has nothing to tune."""
