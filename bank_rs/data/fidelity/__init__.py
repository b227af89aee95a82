"""A panel beside what has been published about the real file."""

from bank_rs.data.fidelity.block import BLOCKS, Block
from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.subject import Subject

__all__ = ["BLOCKS", "Block", "Comparison", "Subject"]
