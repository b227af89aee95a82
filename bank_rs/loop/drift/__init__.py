"""How the clients and answers of the last day and week differ from those a model knows."""

from bank_rs.loop.drift.drift import Drift, latest_drift

__all__ = ["Drift", "latest_drift"]
