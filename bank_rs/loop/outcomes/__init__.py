"""What was predicted for a month, held against what came true in it."""

from bank_rs.loop.outcomes.judging import judge_month
from bank_rs.loop.outcomes.outcome import Outcome, Realised
from bank_rs.loop.outcomes.store import read_outcomes, read_products, write_outcome

__all__ = [
    "Outcome",
    "Realised",
    "judge_month",
    "read_outcomes",
    "read_products",
    "write_outcome",
]
