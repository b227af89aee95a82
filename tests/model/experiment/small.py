"""What is done in a moment; a process of its own can import it."""

import numpy as np
from sklearn.pipeline import Pipeline

from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.candidates import Candidate
from bank_rs.model.candidates.comeback import Comeback
from bank_rs.model.candidates.segment_popularity import SegmentPopularity
from bank_rs.model.experiment.cost import peak_memory_mib
from bank_rs.model.features import ClientFeatures


def model() -> Pipeline:
    classifier = AdditionsClassifier(
        rounds=5, incidence_rounds=10, min_leaf_rows=5, min_additions=5, min_share=0
    )
    return Pipeline([("features", ClientFeatures(min_count=5)), ("classifier", classifier)])


MODEL = Candidate("two-stage", "small boosted trees", model)
POPULARITY = Candidate("popularity", "popularity in the segment", SegmentPopularity)
COMEBACK = Candidate("comeback", "dropped products come back", Comeback)


def peak_after(mib: int) -> float:
    """Peak memory of a process that has held so many MiB and let them go."""
    np.ones(mib * 2**20, np.uint8)
    return peak_memory_mib()
