"""The candidates for the shipped model, in the order of their table."""

from collections.abc import Callable
from dataclasses import dataclass

from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

from bank_rs.model.candidates.comeback import Comeback
from bank_rs.model.candidates.histogram import HistogramClassifier
from bank_rs.model.candidates.multiclass import MulticlassClassifier
from bank_rs.model.candidates.per_product import PerProductClassifier
from bank_rs.model.candidates.product_feature import ProductFeatureClassifier
from bank_rs.model.candidates.seed_pipeline import SeedPipeline
from bank_rs.model.candidates.segment_popularity import SegmentPopularity
from bank_rs.model.features import ClientFeatures
from bank_rs.model.pipeline import make_pipeline


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to answer.

    Attributes
    ----------
    name
        Short, of ASCII letters and hyphens: a run or a file may be called by it.
    title
        What it is, for a table's first column.
    make
        Called without arguments, a fresh unfitted estimator; see `fit_candidate`.
    """

    name: str
    title: str
    make: Callable[[], BaseEstimator]


def candidates() -> tuple[Candidate, ...]:
    """All candidates, the simplest first."""
    return (
        Candidate("popularity", "popularity in the segment, of additions", SegmentPopularity),
        Candidate("holders", "popularity in the segment, of holders", _popular_with_holders),
        Candidate("comeback", "dropped within three months comes back", Comeback),
        Candidate("seed", "the seed project's CatBoost models", SeedPipeline),
        Candidate("histogram", "scikit-learn, one model per product", _histogram),
        Candidate("lightgbm", "LightGBM, one model per product", _per_product),
        Candidate("multiclass", "LightGBM, one model of classes", _multiclass),
        Candidate("product", "LightGBM, the product as a feature", ProductFeatureClassifier),
        Candidate("two-stage", "LightGBM, whether and then what", make_pipeline),
    )


def _popular_with_holders() -> SegmentPopularity:
    return SegmentPopularity(of="holders")


def _histogram() -> Pipeline:
    return _behind_features(HistogramClassifier())


def _per_product() -> Pipeline:
    return _behind_features(PerProductClassifier())


def _multiclass() -> Pipeline:
    return _behind_features(MulticlassClassifier())


def _behind_features(classifier: BaseEstimator) -> Pipeline:
    return Pipeline([("features", ClientFeatures()), ("classifier", classifier)])
