"""How good probabilities, the lists ranked by them and the 0/1 answers are."""

from bank_rs.model.evaluate.answers import answer_metrics
from bank_rs.model.evaluate.arrays import MetricInputError
from bank_rs.model.evaluate.bootstrap import Interval, MapInterval, map_interval, paired_bootstrap
from bank_rs.model.evaluate.calibration import calibration_metrics, log_losses, reliability_table
from bank_rs.model.evaluate.classification import classification_metrics
from bank_rs.model.evaluate.curves import Curve, threshold_curve
from bank_rs.model.evaluate.discrimination import Discrimination, discrimination
from bank_rs.model.evaluate.groups import client_groups
from bank_rs.model.evaluate.mean_interval import mean_interval
from bank_rs.model.evaluate.precision import average_precision, average_precision_at, map_at_k
from bank_rs.model.evaluate.products import product_table
from bank_rs.model.evaluate.ranking import K, hits_in_rank_order, rank
from bank_rs.model.evaluate.ranking_metrics import ranking_metrics
from bank_rs.model.evaluate.reciprocal_rank import reciprocal_ranks
from bank_rs.model.evaluate.retrieval import hit_rate_at_k, hits_at_k, ndcg_at_k, recall_at_k
from bank_rs.model.evaluate.slices import slice_table

__all__ = [
    "Curve",
    "Discrimination",
    "Interval",
    "K",
    "MapInterval",
    "MetricInputError",
    "answer_metrics",
    "average_precision",
    "average_precision_at",
    "calibration_metrics",
    "classification_metrics",
    "client_groups",
    "discrimination",
    "hit_rate_at_k",
    "hits_at_k",
    "hits_in_rank_order",
    "log_losses",
    "map_at_k",
    "map_interval",
    "mean_interval",
    "ndcg_at_k",
    "paired_bootstrap",
    "product_table",
    "rank",
    "ranking_metrics",
    "recall_at_k",
    "reciprocal_ranks",
    "reliability_table",
    "slice_table",
    "threshold_curve",
]
