"""LightGBM's text of a model: several joined into one, and one read as tables of nodes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.errors import BankRsError

_NOTHING: Final = (
    "num_leaves=1\nnum_cat=0\nsplit_feature=\nsplit_gain=\nthreshold=\ndecision_type=\nleft_child=\n"
    "right_child=\nleaf_value=0\nleaf_weight=\nleaf_count=\ninternal_value=\ninternal_weight=\n"
    "internal_count=\nis_linear=0\nshrinkage=1"
)
"""A tree that adds nothing, for models that have fewer rounds than the longest."""


class ForestTextError(BankRsError):
    """A text is not a LightGBM model of numeric splits."""


class ForestText:
    """The parts of a LightGBM text: its header and its trees, round by round.

    Raises
    ------
    ForestTextError
        If the text has no trees.
    """

    def __init__(self, text: str) -> None:
        header, mark, rest = text.partition("\nTree=0\n")
        if not mark:
            raise ForestTextError("the text has no trees: give what LightGBM's models are saved as")
        self.header = header + "\n"
        body = rest.split("\nend of trees", 1)[0]
        trees = [tree.strip("\n") for tree in re.split(r"\nTree=\d+\n", body)]
        self.features = self._number("max_feature_idx", 0) + 1
        self.outputs = self._number("num_tree_per_iteration", 1)
        self.rounds = [
            trees[start : start + self.outputs] for start in range(0, len(trees), self.outputs)
        ]

    def trees(self, number: int) -> Iterator[str]:
        """Trees of a round, empty ones when there are no more."""
        return iter(self.rounds[number] if number < len(self.rounds) else [_NOTHING] * self.outputs)

    def _number(self, name: str, default: int) -> int:
        found = re.search(rf"^{name}=(\d+)$", self.header, re.MULTILINE)
        return int(found[1]) if found else default


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes and leaves of one tree.

    Attributes
    ----------
    features, thresholds, decisions, left, right, gains : ndarray of shape (nodes,)
        A row goes left where its feature is at most the threshold; a negative child ``c`` is leaf
        ``~c``.
    leaves : ndarray of shape (leaves,), float64
        Value of each leaf.
    """

    features: NDArray[np.int64]
    thresholds: NDArray[np.float64]
    decisions: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    gains: NDArray[np.float64]
    leaves: NDArray[np.float64]


def merge(texts: Sequence[str]) -> str:
    """One model whose outputs are those of the given ones, side by side.

    Parameters
    ----------
    texts
        LightGBM's texts of models over the same features, each with one tree or more a round.

    Returns
    -------
    str
        Their raw scores are those of the models; it has no objective of its own.
    """
    models = [ForestText(text) for text in texts]
    outputs = sum(model.outputs for model in models)
    header = models[0].header
    for name, value in (("num_class", outputs), ("num_tree_per_iteration", outputs)):
        header = re.sub(rf"^{name}=.*$", f"{name}={value}", header, flags=re.MULTILINE)
    header = re.sub(r"^(objective|tree_sizes)=.*\n", "", header, flags=re.MULTILINE)
    rounds = range(max(len(model.rounds) for model in models))
    trees = chain.from_iterable(model.trees(number) for number in rounds for model in models)
    blocks = (f"Tree={place}\n{tree}\n\n" for place, tree in enumerate(trees))
    return f"{header}\n\n{''.join(blocks)}\nend of trees\n"


def read_tree(text: str) -> Tree:
    """The tree of one block of a LightGBM text.

    Raises
    ------
    ForestTextError
        If it splits by categories, which this program's models never do.
    """
    fields = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    if int(fields["num_cat"]):
        raise ForestTextError("a tree splits by categories: train with numeric features only")

    def whole(name: str) -> NDArray[np.int64]:
        return np.array(fields[name].split(), np.int64)

    def number(name: str) -> NDArray[np.float64]:
        return np.array(fields[name].split(), np.float64)

    return Tree(
        whole("split_feature"),
        number("threshold"),
        whole("decision_type"),
        whole("left_child"),
        whole("right_child"),
        number("split_gain"),
        number("leaf_value"),
    )
