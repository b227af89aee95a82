"""Which fields of a record raise or lower a recommendation."""

from bank_rs.model.explain.explainer import Contribution, Explainer

__all__ = ["Contribution", "Explainer"]
