"""One origin of the search for parameters, made small enough to try many."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from bank_rs.data.ownership import unpack
from bank_rs.model.evaluate import ranking_metrics
from bank_rs.model.experiment.fitting import calibrate, fit_sample
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.experiment.store import Store
from bank_rs.model.sample import Sample

ROWS: Final = 30_000
"""Most rows a trial learns from at one origin."""

_SEED = 0


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows to learn from, to calibrate on and to judge by.

    Attributes
    ----------
    origin
        Its months.
    learnt, validation
        Samples of some clients.
    buyers
        All clients of the judged month who added something: nobody else has a part in the
        normalised MAP@7.
    """

    origin: Origin
    learnt: Sample
    validation: Sample
    buyers: pl.DataFrame

    @classmethod
    def read(cls, store: Store, origin: Origin, most: int = ROWS) -> Self:
        """Read an origin.

        Parameters
        ----------
        store
            The months.
        origin
            When.
        most
            How many rows are learnt from at most, all months of the clients who are drawn.
        """
        learnt = store.sample(store.before(origin.validation))
        clients = learnt.rows["id"].unique().sort()
        share = min(1.0, most / max(learnt.rows.height, 1))
        drawn = clients.sample(fraction=share, seed=_SEED)
        judged = store.sample([origin.judged]).rows.filter(pl.col("added") != 0)
        validation = store.sample([origin.validation])
        return cls(origin, _of(learnt, drawn), _of(validation, drawn), judged)

    def score(self, estimator: BaseEstimator) -> float:
        """Fit an estimator and judge it: its normalised MAP@7, 0 where nobody buys."""
        fitted = fit_sample(estimator, self.learnt)
        calibrate(fitted, self.validation)
        if self.buyers.is_empty():
            return 0.0
        added: NDArray[np.int8] = unpack(self.buyers["added"])
        return ranking_metrics(fitted.predict_proba(self.buyers), added)["map_at_7_normalised"]


def _of(sample: Sample, clients: pl.Series) -> Sample:
    chosen = sample.rows["id"].is_in(clients.implode())
    places = np.flatnonzero(chosen.to_numpy())
    return Sample(sample.rows.filter(chosen), sample.added[places], sample.weight[places])
