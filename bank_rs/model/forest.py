"""Several LightGBM models read as one, and asked for one row without ceremony."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any, Final

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

_RAW_SCORE: Final = 1
_FLOAT32: Final = 0
_FEW: Final = 1000
"""On fewer rows starting threads costs more than it saves."""

_NOTHING: Final = (
    "num_leaves=1\nnum_cat=0\nsplit_feature=\nsplit_gain=\nthreshold=\ndecision_type=\nleft_child=\n"
    "right_child=\nleaf_value=0\nleaf_weight=\nleaf_count=\ninternal_value=\ninternal_weight=\n"
    "internal_count=\nis_linear=0\nshrinkage=1"
)
"""A tree that adds nothing, for models that have fewer rounds than the longest."""


class Forest:
    """Raw scores of one model or of several over the same features.

    A call of LightGBM costs more than the trees of a small model, so models are merged tree by tree
    into one: round by round, first the trees of the first model, then those of the next. Of one row
    LightGBM's C interface is asked (``LGBM_BoosterPredictForMatSingleRowFast``), which keeps its
    settings from call to call; the Python one builds them anew.

    Parameters
    ----------
    text
        What `merge` returns.
    """

    def __init__(self, text: str) -> None:
        self._booster = lgb.Booster(model_str=text)
        self.outputs = self._booster.num_model_per_iteration()
        self._row = _SingleRow(text, self._booster.num_feature(), self.outputs)

    def scores(self, X: NDArray[Any], threads: int = 0) -> NDArray[np.float64]:
        """Raw scores.

        Parameters
        ----------
        X : ndarray of shape (n, n_features)
            Read as float32, NaN where not known.
        threads
            0 for as many as there are processors.

        Returns
        -------
        ndarray of shape (n, outputs), float64
            Of a row the same alone as in any batch.
        """
        if len(X) == 1:
            return self._row.scores(X)
        rows = np.asarray(X, np.float32)
        used = threads if len(X) >= _FEW else 1
        scores = np.asarray(self._booster.predict(rows, raw_score=True, num_threads=used))
        return scores.reshape(len(X), self.outputs)

    def gains(self) -> NDArray[np.float64]:
        """Sum of the gains of each feature's splits, shape (n_features,)."""
        return np.asarray(self._booster.feature_importance("gain"), np.float64)


class _SingleRow:
    """LightGBM's C interface for one row at a time; callers take turns."""

    def __init__(self, text: str, features: int, outputs: int) -> None:
        self._library = ctypes.CDLL(str(_library_path()))
        self._model, self._settings = ctypes.c_void_p(), ctypes.c_void_p()
        self._row, self._scores = np.empty((1, features), np.float32), np.empty((1, outputs))
        self._lock = Lock()
        library, rounds, length = self._library, ctypes.c_int(), ctypes.c_int64()
        load, prepare = (
            library.LGBM_BoosterLoadModelFromString,
            library.LGBM_BoosterPredictForMatSingleRowFastInit,
        )
        self._check(load(text.encode(), ctypes.byref(rounds), ctypes.byref(self._model)))
        row = (_RAW_SCORE, 0, -1, _FLOAT32, features, b"num_threads=1")
        self._check(prepare(self._model, *row, ctypes.byref(self._settings)))
        # made once: a call takes as long as what it is given takes to make
        self._predict = library.LGBM_BoosterPredictForMatSingleRowFast
        self._places = (
            self._settings,
            ctypes.c_void_p(self._row.ctypes.data),
            ctypes.byref(length),
            ctypes.c_void_p(self._scores.ctypes.data),
        )

    def scores(self, X: NDArray[Any]) -> NDArray[np.float64]:
        with self._lock:
            self._row[:] = X
            self._check(self._predict(*self._places))
            return self._scores.copy()

    def _check(self, failed: int) -> None:
        if failed:
            self._library.LGBM_GetLastError.restype = ctypes.c_char_p
            raise lgb.basic.LightGBMError(self._library.LGBM_GetLastError().decode())

    def __del__(self) -> None:
        self._library.LGBM_FastConfigFree(self._settings)
        self._library.LGBM_BoosterFree(self._model)


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
    models = [_Model(text) for text in texts]
    outputs = sum(model.outputs for model in models)
    header = models[0].header
    for name, value in (("num_class", outputs), ("num_tree_per_iteration", outputs)):
        header = re.sub(rf"^{name}=.*$", f"{name}={value}", header, flags=re.MULTILINE)
    header = re.sub(r"^(objective|tree_sizes)=.*\n", "", header, flags=re.MULTILINE)
    rounds = range(max(len(model.rounds) for model in models))
    trees = chain.from_iterable(model.trees(number) for number in rounds for model in models)
    blocks = (f"Tree={place}\n{tree}\n\n" for place, tree in enumerate(trees))
    return f"{header}\n\n{''.join(blocks)}\nend of trees\n"


class _Model:
    """The parts of a LightGBM text: its header and its trees, round by round."""

    def __init__(self, text: str) -> None:
        header, rest = text.split("\nTree=0\n", 1)
        self.header = header + "\n"
        body = rest.split("\nend of trees", 1)[0]
        trees = [tree.strip("\n") for tree in re.split(r"\nTree=\d+\n", body)]
        found = re.search(r"^num_tree_per_iteration=(\d+)$", header, re.MULTILINE)
        self.outputs = int(found[1]) if found else 1
        self.rounds = [
            trees[start : start + self.outputs] for start in range(0, len(trees), self.outputs)
        ]

    def trees(self, number: int) -> Iterator[str]:
        """Trees of a round, empty ones when there are no more."""
        return iter(self.rounds[number] if number < len(self.rounds) else [_NOTHING] * self.outputs)


def _library_path() -> Path:
    return next(Path(lgb.__file__).parent.glob("lib/lib_lightgbm.*"))
