"""What an experiment is asked to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.model.candidates import Candidate, candidates
from bank_rs.model.experiment.requirements import check_installed
from bank_rs.model.sample import OTHERS

SHIPPED: Final = "two-stage"
"""Candidate that ships and that the others are compared with."""

POPULARITY: Final = "popularity"
"""Candidate that stands for no model at all."""

SEED: Final = "seed"

ORIGINS: Final = 6
"""Months of the backtest, the one the candidates are compared on among them."""


class UnknownCandidateError(BankRsError):
    """A candidate is named that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is tried on which data.

    Attributes
    ----------
    data
        Typed panel.
    truth
        Truth file of the same simulated bank.
    description
        What the data is, in words.
    simulated
        Whether the data is simulated.
    candidates
        To compare; the shipped one and popularity must be among them, see `chosen`.
    others
        Part of the clients who add nothing that is learnt from.
    nowcast, backtest, seed
        Whether the price of the profile, the earlier origins and the seed project's protocols are
        measured.
    tune_minutes
        Time to search for better parameters of the best two candidates; 0 for none.
    shipped
        Name of the candidate that ships.
    """

    data: Path
    candidates: Sequence[Candidate]
    truth: Path | None = None
    description: str = "not described"
    simulated: bool = True
    others: float = OTHERS
    nowcast: bool = True
    backtest: bool = True
    seed: bool = True
    tune_minutes: float = 0.0
    shipped: str = SHIPPED

    @property
    def origins(self) -> int:
        """How many origins are judged at most."""
        return ORIGINS if self.backtest else 1

    @property
    def steps(self) -> int:
        """How many parts there are to do, one or two more or less."""
        earlier = 2 * (self.origins - 1)
        extras = self.nowcast + 2 * self.seed + 2 * bool(self.tune_minutes)
        return 2 + len(self.candidates) + earlier + extras

    def candidate(self, name: str) -> Candidate:
        """One of the candidates."""
        return next(candidate for candidate in self.candidates if candidate.name == name)

    def check(self) -> None:
        """Refuse a plan that would stop half-way.

        Raises
        ------
        PackageMissingError
            If it needs a package that is not installed.
        """
        check_installed(self._packages())

    def _packages(self) -> Iterator[str]:
        if self.seed or any(candidate.name == SEED for candidate in self.candidates):
            yield "catboost"
        if self.tune_minutes:
            yield "optuna"


def chosen(names: Sequence[str]) -> tuple[Candidate, ...]:
    """Candidates by name, in the order of their table; all of them without a name.

    The shipped one and popularity are there even when they are not named: without them there is
    nothing to compare with.

    Raises
    ------
    UnknownCandidateError
        If there is no candidate of a name.
    """
    known = {candidate.name: candidate for candidate in candidates()}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UnknownCandidateError(
            f"there is no candidate {', '.join(unknown)}: choose from {', '.join(known)}."
        )
    wanted = {SHIPPED, POPULARITY, *(names or known)}
    return tuple(candidate for name, candidate in known.items() if name in wanted)
