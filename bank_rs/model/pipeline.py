"""The artefact: preprocessing and classifier in one scikit-learn pipeline."""

from typing import Final

from sklearn.pipeline import Pipeline

from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.features import ClientFeatures

TRUSTED_TYPES: Final = (
    "bank_rs.model.additions.AdditionsClassifier",
    "bank_rs.model.features.client_features.ClientFeatures",
)
"""The only classes beyond scikit-learn's own that a stored pipeline may hold."""


def make_pipeline(classifier: AdditionsClassifier | None = None) -> Pipeline:
    """An unfitted pipeline: typed panel rows in, answers for 24 products out.

    Parameters
    ----------
    classifier
        Its last step; one with default parameters when not given.

    Returns
    -------
    Pipeline
        Steps ``features`` and ``classifier``.
    """
    return Pipeline(
        [("features", ClientFeatures()), ("classifier", classifier or AdditionsClassifier())]
    )
