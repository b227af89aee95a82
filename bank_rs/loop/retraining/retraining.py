"""A challenger from panel to alias."""

from dataclasses import dataclass
from pathlib import Path

from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.challenger import Challenger
from bank_rs.loop.retraining.filing import file_verdict
from bank_rs.loop.retraining.incumbent import Incumbent
from bank_rs.loop.retraining.recipe import Recipe
from bank_rs.loop.retraining.verdict import Verdict
from bank_rs.model.trial import Report
from bank_rs.registry.gate import GATE_TAG, Force
from bank_rs.registry.promotion import Promotion
from bank_rs.registry.registry import Registry
from bank_rs.settings import Settings


@dataclass(frozen=True, slots=True)
class Retraining:
    """What a retraining leaves behind.

    Attributes
    ----------
    version
        The challenger's in the registry, whatever the gate said.
    verdict
        The gate's decision.
    page
        The verdict as a page.
    alias
        Which alias points at the version now: the challenger's, the champion's, or None.
    """

    version: str
    verdict: Verdict
    page: Path
    alias: str | None

    @property
    def outcome(self) -> str:
        """What became of the version, in a sentence."""
        name = f"{self.verdict.model} version {self.version}"
        if self.alias is None:
            return f"{name} is registered and has no alias: what served goes on."
        forced = "" if self.verdict.passed else ", forced"
        return f"{name} is the {self.alias}{forced}."


def retrain(
    settings: Settings,
    panel: Path,
    description: str,
    report: Report,
    recipe: Recipe | None = None,
    bounds: Bounds | None = None,
    *,
    promote: bool = False,
    force: Force | None = None,
) -> Retraining:
    """Train a challenger, judge it beside the champion, and give it the alias it earns.

    The judged challenger has not seen the judged month; registered is the same model fitted again
    on all months, as `train` does. Aliases move last: what fails before leaves them as they were.

    Parameters
    ----------
    settings
        Registry, aliases and folders.
    panel
        Typed Parquet panel.
    description
        What the data is, in words; stored with the model.
    report
        Called with a line before each step.
    recipe
        How the challenger is made; as `train` does when not given.
    bounds
        Of the gate.
    promote
        Whether a challenger that passes becomes the champion at once.
    force
        Why one that fails becomes the champion, too; only with ``promote``.

    Raises
    ------
    RegistryUnreachableError, RegistryAnswerError
        If MLflow does not answer, or something else does.
    PanelError
        If the panel cannot be read or has too few months.
    MonthError
        If nobody added anything in the judged month.
    """
    registry = Registry.from_settings(settings)
    registry.check()
    report("fetching the champion")
    incumbent = Incumbent.find(registry, settings)
    challenger = Challenger.make(
        panel, description, report, incumbent, recipe or Recipe(), bounds or Bounds()
    )
    report("registering")
    training, gate = challenger.training, challenger.contest.gate
    version = registry.add(training.champion, training, tags={GATE_TAG: gate})
    verdict = challenger.verdict(registry.name, version)
    page = file_verdict(verdict, registry, settings.retraining_dir)
    alias = _award(verdict, settings, force, promote=promote)
    return Retraining(version, verdict, page, alias)


def _award(
    verdict: Verdict, settings: Settings, force: Force | None, *, promote: bool
) -> str | None:
    """Move the alias that the version has earned, or been forced to; None without one."""
    if not (verdict.passed or (promote and force)):
        return None
    promotion = Promotion.from_settings(settings if promote else settings.of_challenger)
    promotion.promote(verdict.version, force)
    return promotion.alias
