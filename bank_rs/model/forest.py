"""Gradient-boosted trees answered without branches, for one row as for many."""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

from bank_rs.model.forest_tables import Tables
from bank_rs.model.forest_text import ForestText, read_tree

_WORD: Final = np.dtype(np.uint64)
_WORDS: Final = 16
"""Machine words answered together where there are many rows; more would leave the cache."""


class Forest:
    """Raw scores of a LightGBM model, those of LightGBM itself to the bit.

    Each node that sends a row to the right rules out the leaves on its left, a bit mask; of all
    masks joined by "or" the lowest bit not set is the leaf the row ends in (QuickScorer, Lucchese
    et al., SIGIR 2015). No step waits for another and none is guessed wrong, and the masks of
    several rows fit one machine word.

    Parameters
    ----------
    text
        A LightGBM model of numeric splits with at most 64 leaves a tree.

    Raises
    ------
    ForestTextError
        If the text is anything else.
    """

    def __init__(self, text: str) -> None:
        model = ForestText(text)
        trees = [read_tree(tree) for trees in model.rounds for tree in trees]
        self.outputs = model.outputs
        self._features = model.features
        self._tables = tables = Tables.of_trees(trees)
        lanes = _WORD.itemsize // tables.cuts.itemsize
        self._one = _Lanes.of(tables, 1, tables.cuts.dtype)
        self._few = _Lanes.of(tables, lanes, _WORD)
        self._many = _Lanes.of(tables, lanes * _WORDS, _WORD)
        self._gains = np.zeros(model.features)
        for tree in trees:
            np.add.at(self._gains, tree.features, tree.gains)

    def scores(self, X: NDArray[Any]) -> NDArray[np.float64]:
        """Raw scores.

        Parameters
        ----------
        X : ndarray of shape (n, features)
            Read as float32, NaN where not known.

        Returns
        -------
        ndarray of shape (n, outputs), float64
            Of a row the same alone as in any batch.

        Raises
        ------
        ValueError
            If the rows have another number of features.
        """
        rows = np.asarray(X, np.float32)
        if rows.shape[1] != self._features:
            raise ValueError(f"X has {rows.shape[1]} features, the model {self._features}")
        if len(rows) == 1:
            return self._answer(rows, self._one)
        found = np.empty((len(rows), self.outputs))
        start = 0
        while start < len(rows):
            lanes = self._many if len(rows) - start >= self._many.width else self._few
            chunk = rows[start : start + lanes.width]
            found[start : start + lanes.width] = self._answer(chunk, lanes)
            start += lanes.width
        return found

    def gains(self) -> NDArray[np.float64]:
        """Sum of the gains of each feature's splits, shape (features,)."""
        return self._gains.copy()

    def _answer(self, rows: NDArray[np.float32], lanes: "_Lanes") -> NDArray[np.float64]:
        tables = self._tables
        asked = np.empty((tables.tested.size, lanes.width), np.float32)
        rows.T.take(tables.tested, axis=0, out=asked[:, : len(rows)])
        np.copyto(asked, lanes.missing, where=np.isnan(asked))
        # all bits of a lane where the row goes right, none where it goes left
        right = np.negative((asked > lanes.limits).view(np.int8)).astype(lanes.signed)
        cut = right.view(lanes.word).take(tables.splits, axis=0)
        cut &= lanes.cuts
        out = np.bitwise_or.reduce(cut.reshape(-1, tables.first.size, cut.shape[1]), axis=0)
        out = out.view(tables.cuts.dtype)
        leaves = np.bitwise_count(out ^ (out + lanes.step)) + lanes.first
        values = tables.values.take(leaves).reshape(-1, self.outputs, lanes.width)
        # rounds are added in their order, as LightGBM does
        scores: NDArray[np.float64] = values.sum(axis=0).T[: len(rows)]
        return scores


@dataclass(frozen=True, slots=True)
class _Lanes:
    """What depends on how many rows are answered together."""

    width: int
    word: np.dtype[Any]
    signed: np.dtype[Any]
    step: np.unsignedinteger[Any]
    limits: NDArray[np.float32]
    missing: NDArray[np.float32]
    cuts: NDArray[Any]
    first: NDArray[np.intp]

    @classmethod
    def of(cls, tables: Tables, width: int, word: DTypeLike) -> Self:
        mask, word = tables.cuts.dtype, np.dtype(word)
        lanes = word.itemsize // mask.itemsize
        # NumPy is slow to repeat a number along a short axis, and fast along a long one
        tiled = width if width <= lanes else 1

        def column(values: NDArray[Any], count: int) -> NDArray[Any]:
            return np.repeat(values[:, None], count, axis=1)

        return cls(
            width,
            word,
            np.dtype(f"i{mask.itemsize}"),
            mask.type(1),
            column(tables.limits, tiled),
            column(tables.missing, tiled),
            column(tables.cuts, lanes).view(word),
            column(tables.first, tiled),
        )
