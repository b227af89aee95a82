"""The trees of a forest as arrays that are read from end to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from bank_rs.model.forest_text import ForestTextError, Tree

_MASKS: Final = (np.uint16, np.uint32, np.uint64)

_DEFAULT_LEFT: Final = 2
_MISSING: Final = 12
"""Bits of LightGBM's ``decision_type``: where a missing value goes, and which value is missing."""

_LARGEST: Final = float(np.finfo(np.float32).max)

_NOTHING_IS: Final = 0
_NAN_IS: Final = 8


@dataclass(frozen=True, slots=True)
class Tables:
    """Every distinct question of a forest once, and what its answers rule out.

    Attributes
    ----------
    tested : ndarray of shape (questions,), intp
        Feature asked.
    limits : ndarray of shape (questions,), float32
        A row goes right where the feature is above: the largest float32 up to the threshold.
    missing : ndarray of shape (questions,), float32
        What stands for NaN: an infinity on the side a missing value goes to, or 0.
    splits : ndarray of shape (nodes * trees,), intp
        Question of each node, the first nodes of all trees first.
    cuts : ndarray of shape (nodes * trees,), uint16, uint32 or uint64
        Leaves that are ruled out when the row goes right, from left to right; 0 fills up trees
        with fewer nodes than the largest.
    values : ndarray of shape (trees * leaves,), float64
        Value of each leaf, from left to right.
    first : ndarray of shape (trees,), intp
        Place of each tree's first leaf among the values, less one.
    """

    tested: NDArray[np.intp]
    limits: NDArray[np.float32]
    missing: NDArray[np.float32]
    splits: NDArray[np.intp]
    cuts: NDArray[Any]
    values: NDArray[np.float64]
    first: NDArray[np.intp]

    @classmethod
    def of_trees(cls, trees: Sequence[Tree]) -> Self:
        """Arrange trees.

        Raises
        ------
        ForestTextError
            If a tree has more than 64 leaves, or takes zeros for missing.
        """
        leaves = max(tree.leaves.size for tree in trees)
        values = np.zeros((len(trees), leaves))
        cuts = np.zeros((leaves - 1, len(trees)), _mask_type(leaves))
        splits = np.zeros(cuts.shape, np.intp)
        questions: dict[tuple[int, float, float], int] = {(0, np.inf, 0.0): 0}
        for place, tree in enumerate(trees):
            order, spans = _leaves_in_order(tree)
            values[place, : len(order)] = tree.leaves[order]
            for node, (low, high) in enumerate(spans):
                cuts[node, place] = (1 << high) - (1 << low)
                splits[node, place] = questions.setdefault(_question(tree, node), len(questions))
        tested, limits, missing = zip(*questions, strict=True)
        return cls(
            np.array(tested, np.intp),
            np.array(limits, np.float32),
            np.array(missing, np.float32),
            splits.ravel(),
            cuts.ravel(),
            values.ravel(),
            np.arange(len(trees), dtype=np.intp) * leaves - 1,
        )


def _mask_type(leaves: int) -> type[np.unsignedinteger[Any]]:
    for mask in _MASKS:
        if leaves <= np.dtype(mask).itemsize * 8:
            return mask
    raise ForestTextError(f"a tree has {leaves} leaves: train with at most 64")


def _question(tree: Tree, node: int) -> tuple[int, float, float]:
    decision = int(tree.decisions[node])
    kind = decision & _MISSING
    if kind == _NAN_IS:
        missing = -np.inf if decision & _DEFAULT_LEFT else np.inf
    elif kind == _NOTHING_IS:  # never missing in training; LightGBM reads 0 then
        missing = 0.0
    else:
        raise ForestTextError("a tree takes zeros for missing: train with NaN instead")
    return int(tree.features[node]), _float32_up_to(tree.thresholds[node]), missing


def _float32_up_to(threshold: float) -> float:
    """Largest finite float32 that is not above, so that float32 rows are split alike.

    LightGBM's infinite thresholds ask only whether the value is missing.
    """
    near = np.float32(np.clip(threshold, -_LARGEST, _LARGEST))
    return float(near if near <= threshold else np.nextafter(near, np.float32(-np.inf)))


def _leaves_in_order(tree: Tree) -> tuple[list[int], list[tuple[int, int]]]:
    """Leaves from left to right, and for each node the places of those on its left side."""
    order: list[int] = []
    spans = [(0, 0)] * tree.features.size

    def walk(child: int) -> None:
        if child < 0:
            order.append(~child)
            return
        start = len(order)
        walk(int(tree.left[child]))
        spans[child] = (start, len(order))
        walk(int(tree.right[child]))

    walk(0 if spans else ~0)
    return order, spans
