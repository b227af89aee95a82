"""Models kept as text where they are stored, and compiled where they answer."""

from abc import ABC, abstractmethod
from typing import Any

from sklearn.base import BaseEstimator

_COMPILED = "_compiled"


class CompiledEstimator(BaseEstimator, ABC):  # type: ignore[misc]
    """An estimator whose fitted state is text that it reads once, not with every answer."""

    _compiled: Any

    @abstractmethod
    def _compile(self) -> object:
        """What answers, read from the fitted texts."""

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is compiled: the texts carry it."""
        return {k: v for k, v in super().__getstate__().items() if k != _COMPILED}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Compile the texts again if there are any."""
        super().__setstate__(state)
        if "classes_" in state:
            self._compiled = self._compile()
