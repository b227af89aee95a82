"""The seed project's own protocols, figures and thresholds, for a like-for-like comparison."""

from bank_rs.model.seed.evaluation import SeedEvaluation, evaluate_as_seed
from bank_rs.model.seed.protocol import Protocol, ProtocolError, protocol_a, protocol_b
from bank_rs.model.seed.published import PUBLISHED, Published
from bank_rs.model.seed.thresholds import Choice, precision_at_recall

__all__ = [
    "PUBLISHED",
    "Choice",
    "Protocol",
    "ProtocolError",
    "Published",
    "SeedEvaluation",
    "evaluate_as_seed",
    "precision_at_recall",
    "protocol_a",
    "protocol_b",
]
