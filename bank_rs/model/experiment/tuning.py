"""Better parameters for a candidate, looked for on rolling origins within a given time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np

from bank_rs.model.candidates import Candidate
from bank_rs.model.experiment.fold import Fold
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.experiment.search_space import SEARCH_SPACES, Space
from bank_rs.model.experiment.store import Store

if TYPE_CHECKING:
    from optuna import Study, Trial

Values = Mapping[str, float]

ORIGINS: Final = 3
"""Origins a trial is judged at, all before the one the candidates are compared at."""

_CANDIDATES = 2
_STARTUP_TRIALS = 4
_SEED = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One set of parameters as it was tried.

    Attributes
    ----------
    number
        From 0, the candidate's own parameters.
    parameters
        What was changed; empty for the candidate's own.
    scores
        Normalised MAP@7 by origin; fewer than there are when it was given up.
    pruned
        Whether it was given up.
    """

    number: int
    parameters: Values
    scores: Sequence[float]
    pruned: bool

    @property
    def score(self) -> float:
        """Mean over the origins it was judged at."""
        return float(np.mean(self.scores))


@dataclass(frozen=True, slots=True)
class Tuned:
    """What a search found.

    Attributes
    ----------
    candidate
        Whose parameters were looked for.
    attempts
        In their order, the first with the candidate's own parameters.
    """

    candidate: Candidate
    attempts: Sequence[Attempt]

    @property
    def best(self) -> Attempt:
        """The best that was judged at all origins; the earliest of equals."""
        whole = [attempt for attempt in self.attempts if not attempt.pruned]
        return max(whole, key=lambda attempt: attempt.score)


def tune(
    candidate: Candidate,
    space: Space,
    folds: Sequence[Fold],
    seconds: float,
    report: Callable[[Attempt, float], None] = lambda _attempt, _share: None,
) -> Tuned:
    """Search for better parameters.

    The first trial is the candidate as it is. A trial whose mean score after an origin is below the
    median of those before it at the same origin is given up.

    Parameters
    ----------
    candidate
        Whose parameters are looked for.
    space
        Between which bounds.
    folds
        What it is judged on, the earliest first.
    seconds
        When no further trial begins; the one under way is finished.
    report
        Called after each trial with it and with the share of the time that has passed.
    """
    study, attempts = _study(), list[Attempt]()
    started, share = perf_counter(), 0.0
    while not attempts or share < 1:
        trial = study.ask()
        values = _suggested(space, trial) if attempts else {}
        attempts.append(_tried(candidate, values, folds, trial))
        _tell(study, trial, attempts[-1])
        share = min(1.0, (perf_counter() - started) / seconds) if seconds > 0 else 1.0
        report(attempts[-1], share)
    return Tuned(candidate, attempts)


def tunable(ranked: Iterable[Candidate]) -> list[Candidate]:
    """The first two that have something to tune."""
    return [candidate for candidate in ranked if candidate.name in SEARCH_SPACES][:_CANDIDATES]


def tuning_folds(store: Store) -> list[Fold]:
    """The last origins before the one the candidates are compared at, which has no part in it.

    Raises
    ------
    PanelError
        If the panel has fewer than four months with a next one.
    """
    return [Fold.read(store, origin) for origin in Origin.last(store.months[:-1], ORIGINS)]


def _suggested(space: Space, trial: "Trial") -> Values:
    return {name: bounds.suggest(trial, name) for name, bounds in space.items()}


def _tried(candidate: Candidate, values: Values, folds: Sequence[Fold], trial: "Trial") -> Attempt:
    scores: list[float] = []
    for step, fold in enumerate(folds):
        scores.append(fold.score(candidate.make().set_params(**values)))
        trial.report(float(np.mean(scores)), step)
        if step + 1 < len(folds) and trial.should_prune():
            break
    return Attempt(trial.number, values, scores, pruned=len(scores) < len(folds))


def _study() -> "Study":
    """Trials in memory; nothing is said of each by Optuna itself."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(n_startup_trials=2 * _STARTUP_TRIALS, seed=_SEED),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=_STARTUP_TRIALS),
    )


def _tell(study: "Study", trial: "Trial", attempt: Attempt) -> None:
    from optuna.trial import TrialState

    if attempt.pruned:
        study.tell(trial, state=TrialState.PRUNED)
    else:
        study.tell(trial, attempt.score)
