"""A model that would be champion, with what is known of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.contest import Contest
from bank_rs.loop.retraining.incumbent import Incumbent
from bank_rs.loop.retraining.recipe import Recipe
from bank_rs.loop.retraining.verdict import Verdict
from bank_rs.model.champion import Champion
from bank_rs.model.experiment.store import Store
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.pipeline import make_pipeline
from bank_rs.model.train import Training
from bank_rs.model.trial import Report, Trial


@dataclass(frozen=True, slots=True)
class Challenger:
    """A trained challenger.

    Attributes
    ----------
    training
        The model to register, fitted on all months, and what was measured of it without the last.
    months
        How many months it was fitted on.
    incumbent
        The champion it was set beside; None without one.
    contest
        What came of it.
    bounds
        Of the gate.
    """

    training: Training
    months: int
    incumbent: Incumbent | None
    contest: Contest
    bounds: Bounds

    @classmethod
    def make(
        cls,
        panel: Path,
        description: str,
        report: Report,
        incumbent: Incumbent | None,
        recipe: Recipe,
        bounds: Bounds,
    ) -> Self:
        """Train a challenger and set it beside the champion.

        Parameters
        ----------
        panel, description, report, recipe, bounds
            As in `retrain`.
        incumbent
            The champion; None where there is none.

        Raises
        ------
        PanelError, MonthError
            As in `retrain`.
        """
        report("joining months")
        with TemporaryDirectory() as folder:
            source = PanelFile(panel)
            store = Store.write(
                source, Path(folder), recipe.others, origins=1, newest=recipe.months
            )
            trial = Trial.of(make_pipeline(recipe.classifier), store, report)
            training = Training.of(trial, source, description, report)
            report("setting it beside the champion")
            judged = Champion(trial.pipeline, training.champion.card)
            champion = None if incumbent is None else incumbent.champion
            contest = Contest.hold(trial, judged, champion, bounds)
        return cls(training, len(store.months), incumbent, contest, bounds)

    @property
    def month(self) -> date:
        """Snapshot date of the judged records."""
        return self.training.evidence.month

    def verdict(self, model: str, version: str) -> Verdict:
        """The gate's decision, once the challenger is registered.

        Parameters
        ----------
        model, version
            Under which it is.
        """
        before = self.incumbent
        return Verdict(
            model=model,
            version=version,
            champion=before and before.version,
            champion_sha256=before and before.sha256,
            data=self.training.champion.card.data.description,
            months=self.months,
            month=self.month,
            clients=self.contest.clients,
            buyers=self.contest.buyers,
            seen=before is not None and before.has_seen(self.month),
            checks=self.contest.checks,
            bounds=self.bounds,
        )
