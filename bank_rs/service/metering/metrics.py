"""What a worker counts."""

import time
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.service.metering.board import Board
from bank_rs.service.metering.catalogue import EVENTS, QUALITY
from bank_rs.service.metering.comparison import Comparison
from bank_rs.service.metering.endpoint import place_of
from bank_rs.service.metering.histogram import BUCKETS, bucket_of
from bank_rs.service.metering.layout import CODES, FIRST_CODE, PEAKS
from bank_rs.service.metering.trial import SHADOW

_LOAD: Final = PEAKS - 1
_DROPPED: Final = SHADOW.index("dropped")


class Metrics:
    """Adds to a worker's place on a board; any thread of the worker may.

    Parameters
    ----------
    board
        One of its own if not given.
    place
        Of the worker, from 0.
    """

    def __init__(self, board: Board | None = None, place: int = 0) -> None:
        self.board = board or Board.make()
        self._cells = self.board.cells["workers"][0, place : place + 1]
        counts = self._cells["counts"][0]
        # a memoryview's cell is added to in a third of the time of an array's
        self._codes, self._buckets = (_flat(counts[name]) for name in ("codes", "buckets"))
        self._milliseconds, self._peaks = _flat(counts["milliseconds"]), _flat(self._cells["peaks"])
        self._epochs, self._epoch = _flat(self._cells["epochs"]), _flat(self.board.cells["epoch"])
        self._clients, self._offers = _flat(counts["clients"]), _flat(counts["offers"])
        self._events = _flat(counts["events"])
        self._probability: NDArray[np.float64] = counts["probability"]
        self._counts = counts
        self._lock = Lock()
        self.beat(0.0)

    def count_response(self, path: str, code: int, milliseconds: float) -> None:
        """Count one answered request.

        Parameters
        ----------
        path
            Of the request.
        code
            HTTP status.
        milliseconds
            From the request's arrival to the last byte of its answer.
        """
        endpoint, bucket = place_of(path), bucket_of(milliseconds)
        with self._lock:
            self._codes[endpoint * CODES + code - FIRST_CODE] += 1
            self._buckets[endpoint * BUCKETS + bucket] += 1
            self._milliseconds[endpoint] += milliseconds
            self._raise(endpoint, milliseconds)

    def count_answers(self, offered: Iterable[int], probabilities: NDArray[np.float64]) -> None:
        """Count clients that the model has answered for.

        Parameters
        ----------
        offered
            For each a mask of products.
        probabilities : ndarray of shape (n_clients, 24), float64
            Of the products.
        """
        with self._lock:
            self._clients[0] += len(probabilities)
            self._probability += (
                probabilities[0] if len(probabilities) == 1 else probabilities.sum(axis=0)
            )
            for mask in offered:
                rest = mask
                while rest:
                    lowest = rest & -rest
                    self._offers[lowest.bit_length() - 1] += 1
                    rest ^= lowest

    def count_event(self, name: str, number: int = 1) -> None:
        """Count one of ``EVENTS``, or a number of it."""
        with self._lock:
            self._events[EVENTS.index(name)] += number

    def count_canary(self, clients: int) -> None:
        """Count clients that the challenger has answered."""
        with self._lock:
            self._counts["canary"] += clients

    def count_shadow(self, found: Comparison) -> None:
        """Count clients that both models have answered for."""
        with self._lock:
            self._counts["shadow"][:_DROPPED] += found[:_DROPPED]
            self._counts["shadow_offers"] += found.offers
            self._counts["shadow_probability"] += found.probability

    def count_shadow_dropped(self, clients: int) -> None:
        """Count clients that the challenger was to answer for, unseen, and did not."""
        with self._lock:
            self._counts["shadow"][_DROPPED] += clients

    def note_load(self, share: float) -> None:
        """Take note of the share of the capacity, 0 to 1, that is in use."""
        # a peak that another thread writes at this very moment costs no count
        self._raise(_LOAD, share)

    def note_model(self, version: str, quality: Mapping[str, float]) -> None:
        """Say which version answers, and what its card says of it."""
        self._cells["version"] = int(version) if version.isdecimal() else 0
        self._cells["quality"] = [quality.get(name, np.nan) for name in QUALITY]

    def note_challenger(self, version: str | None) -> None:
        """Say that a challenger may be tried, and which version is; None while there is none."""
        self._cells["challenger"] = [1, int(version) if version else 0]

    def beat(self, resident_mb: float) -> None:
        """Show that the worker is alive, and how much memory it has."""
        self._cells["resident"] = resident_mb
        self._cells["beat"] = time.monotonic()

    def _raise(self, place: int, value: float) -> None:
        """Let a peak of this epoch be no less than a value."""
        epoch = self._epoch[0]
        row = epoch & 1
        if self._epochs[row] != epoch:
            self._cells["peaks"][0, row] = 0
            self._epochs[row] = epoch
        cell = row * PEAKS + place
        if value > self._peaks[cell]:
            self._peaks[cell] = value


def _flat(cells: NDArray[Any]) -> Any:  # noqa: ANN401 - typed as of bytes, which it is not
    return memoryview(cells.reshape(-1).data)
