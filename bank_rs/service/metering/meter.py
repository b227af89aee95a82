"""What the parts of the service tell of their work."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bank_rs.service.metering.board import Board
from bank_rs.service.metering.comparison import Comparison
from bank_rs.service.metering.metrics import Metrics
from bank_rs.settings import Settings


class Meter(Protocol):
    """Whoever is told: `Metrics`, or `Unmetered`."""

    def count_response(self, path: str, code: int, milliseconds: float) -> None:
        """Count one answered request."""

    def count_answers(self, offered: Iterable[int], probabilities: NDArray[np.float64]) -> None:
        """Count clients that the model has answered for."""

    def count_event(self, name: str, number: int = 1) -> None:
        """Count one of ``EVENTS``, or a number of it."""

    def count_canary(self, clients: int) -> None:
        """Count clients that the challenger has answered."""

    def count_shadow(self, found: Comparison) -> None:
        """Count clients that both models have answered for."""

    def count_shadow_dropped(self, clients: int) -> None:
        """Count clients that the challenger was to answer for, unseen, and did not."""

    def note_load(self, share: float) -> None:
        """Take note of the share of the capacity that is in use."""

    def note_model(self, version: str, quality: Mapping[str, float]) -> None:
        """Say which version answers, and what its card says of it."""

    def note_challenger(self, version: str | None) -> None:
        """Say that a challenger may be tried, and which version is; None while there is none."""


class Unmetered:
    """Counts nothing, for a service without metrics."""

    def count_response(self, path: str, code: int, milliseconds: float) -> None:
        """Do nothing."""

    def count_answers(self, offered: Iterable[int], probabilities: NDArray[np.float64]) -> None:
        """Do nothing."""

    def count_event(self, name: str, number: int = 1) -> None:
        """Do nothing."""

    def count_canary(self, clients: int) -> None:
        """Do nothing."""

    def count_shadow(self, found: Comparison) -> None:
        """Do nothing."""

    def count_shadow_dropped(self, clients: int) -> None:
        """Do nothing."""

    def note_load(self, share: float) -> None:
        """Do nothing."""

    def note_model(self, version: str, quality: Mapping[str, float]) -> None:
        """Do nothing."""

    def note_challenger(self, version: str | None) -> None:
        """Do nothing."""


def meter_of(settings: Settings) -> Meter:
    """What a process that is an instance by itself counts with."""
    if not settings.metrics:
        return Unmetered()
    return Metrics(Board.make(1, settings.metrics_interval))
