"""A simulated bank calibrated on what has been published about the Santander data."""

from bank_rs.data.simulation.bank import SimulationSizeError, simulate
from bank_rs.data.simulation.record import random_record

__all__ = ["SimulationSizeError", "random_record", "simulate"]
