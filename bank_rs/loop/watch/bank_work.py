"""The steps of the loop, as the commands of the same names do them."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bank_rs.data.history_store import write_history
from bank_rs.loop.drift.drift import drift_dir
from bank_rs.loop.drift.pushing import PushError, push_drift
from bank_rs.loop.drift.watch import watch
from bank_rs.loop.drift.window import WINDOWS
from bank_rs.loop.outcomes import judge_month, write_outcome
from bank_rs.loop.outcomes.answers import NobodyAskedError
from bank_rs.loop.outcomes.new_month import read_new_month
from bank_rs.loop.outcomes.points import push_outcomes
from bank_rs.loop.retraining.retraining import retrain
from bank_rs.loop.watch.replacement import reason_to_replace
from bank_rs.loop.watch.work import Retrained
from bank_rs.predictions.client_key import ClientKey
from bank_rs.predictions.reading import NoPredictionsError
from bank_rs.registry.gate import Force
from bank_rs.registry.promotion import Promotion
from bank_rs.settings import Settings

_SCORE = "map_at_7_normalised"

logger = logging.getLogger(__name__)


class BankWork:
    """Works on what the settings name.

    Parameters
    ----------
    settings
        Folders, registry and Graphite.
    promote
        Whether a version that passes the gate serves at once.
    replace_fallen
        Whether, with that, one that is merely no better serves where the champion has fallen.
    say
        Called with what is being done.
    windows
        Stretches of time that drift is looked for in, up to now.
    """

    def __init__(
        self,
        settings: Settings,
        promote: bool,
        replace_fallen: bool = False,
        say: Callable[[str], None] = lambda _: None,
        windows: Mapping[str, timedelta] = WINDOWS,
    ) -> None:
        self._settings = settings
        self._promote = promote
        self._replace_fallen = promote and replace_fallen
        self._say = say
        self.windows = windows

    def write_history(self, panel: Path) -> str | None:
        """As ``bank-rs history``, where the service has a file to look months up in."""
        file = self._settings.history_file
        if file is None:
            return None
        written = write_history(panel, file, lambda doing, _: self._say(f"history, {doing}"))
        return f"{written.clients:,} clients, months up to {written.last_month:%Y-%m}"

    def judge(self, month: str, records: Path) -> str:
        """As ``bank-rs outcomes``."""
        self._say(f"reading {month}")
        settings = self._settings
        new_month = read_new_month(records, ClientKey.from_settings(settings))
        try:
            outcome, products = judge_month(settings.predictions_dir, new_month, self._say)
        except (NoPredictionsError, NobodyAskedError):
            return "nobody was asked for in the month before"
        write_outcome(settings.outcomes_dir, outcome, products)
        if settings.metrics:
            self._push(push_outcomes)
        found = outcome.overall
        score = found.metrics.get(_SCORE)
        said = f"{found.buyers:,} of {found.clients:,} clients who were asked for added something"
        return said if score is None else f"{said}; normalised MAP@7 {score:.4f}"

    def alarms(self) -> list[str]:
        """As ``bank-rs drift``; none where nobody was asked for lately."""
        self._say("looking for drift")
        settings = self._settings
        try:
            found = watch(settings, datetime.now(UTC), windows=self.windows)
        except NoPredictionsError:
            return []
        found.keep(drift_dir(settings.state_dir))
        if settings.metrics:
            self._push(lambda to: push_drift(to, found))
        alarms = (alarm.name for window in found.windows for alarm in window.alarms)
        return list(dict.fromkeys(alarms))

    def retrain(self, panel: Path) -> Retrained:
        """As ``bank-rs retrain``."""
        settings = self._settings
        made = retrain(settings, panel, "what came in", self._say, promote=self._promote)
        verdict, serves = made.verdict, made.alias == settings.model_alias
        if self._replace_fallen and (reason := reason_to_replace(settings, verdict)):
            force = Force.of(settings, force=True, reason=reason)
            Promotion.from_settings(settings).promote(made.version, force)
            serves = True
        return Retrained(made.version, verdict.passed, serves, verdict.headline)

    def _push(self, push: Callable[[Settings], object]) -> None:
        """What Graphite misses is stored, and costs no step."""
        try:
            push(self._settings)
        except (OSError, PushError) as error:
            logger.warning("Graphite takes no points (%s)", error)
