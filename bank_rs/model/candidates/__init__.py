"""Every way to answer that is compared with the shipped model, behind one call."""

from bank_rs.model.candidates.fitting import fit_candidate
from bank_rs.model.candidates.table import Candidate, candidates

__all__ = ["Candidate", "candidates", "fit_candidate"]
