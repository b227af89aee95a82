"""What happens in the year, month by month."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from typing import Final

import polars as pl
from year_bank import YearBank
from year_world import World, free_ports, world

from bank_rs.data.history_store import write_history
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import with_history
from bank_rs.data.raw_writer import write_raw
from bank_rs.loop.outcomes import read_outcomes
from bank_rs.loop.watch.bank_work import BankWork
from bank_rs.loop.watch.decisions import Decision, Decisions, Step
from bank_rs.loop.watch.round import Round, loop_dir
from bank_rs.model.champion import Champion
from bank_rs.model.evaluate import ranking_metrics
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.train import train
from bank_rs.registry.fetch import fetch
from bank_rs.registry.storage import save_model
from bank_rs.settings import Settings

FIRST: Final = 4
"""Place of the month whose records are answered first; the first model has seen it."""

BAD_AT: Final = 9
"""Place of the month in which a bad version is forced into service."""

SCORE: Final = "map_at_7_normalised"

FAILED_GATE: Final = 3
"""Exit code of ``bank-rs retrain``."""

_AT_ONCE: Final = 2000
_LONG_AGO: Final = 1_000_000_000
"""Seconds since the epoch: a file of then has been written to its end."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A month of the year.

    Attributes
    ----------
    month
        Snapshot date of the month in which additions were seen.
    version
        That answered.
    realised
        Normalised MAP@7 of its answers, as they were logged.
    scores
        Of each version there was, asked for the same clients.
    alarms
        That stood when the month came in.
    verdict
        What became of the version that was trained then.
    """

    month: date
    version: str
    realised: float
    scores: Mapping[str, float]
    alarms: str
    verdict: str

    @property
    def frozen(self) -> float:
        """The first model's."""
        return self.scores["1"]

    @property
    def hindsight(self) -> float:
        """The best of all versions'."""
        return max(self.scores.values())


class Year:
    """A year of a bank.

    Parameters
    ----------
    folder
        For all that is kept; empty.
    clients, seed
        Of the simulated bank.

    Attributes
    ----------
    bad
        The version that is forced into service, once it is.
    """

    def __init__(self, folder: Path, clients: int, seed: int) -> None:
        self.bank = YearBank.simulate(clients, seed)
        self.settings = settings_in(folder)
        self.inbox = folder / "inbox"
        self.decisions = Decisions(loop_dir(self.settings.state_dir))
        self.bad = ""
        self._models: dict[str, Champion] = {}

    def live(self, say: Say = lambda _: None) -> list[Chapter]:
        """Live through it."""
        self.begin(say)
        chapters = []
        with world(self.settings) as running:
            for place in range(FIRST, len(self.bank.months) - 1):
                if place == BAD_AT:
                    self.force_bad(running, place, say)
                chapters.append(self.month(running, place))
                say(f"{chapters[-1].month:%Y-%m}: {chapters[-1].verdict}")
        return chapters

    def begin(self, say: Say) -> None:
        """Train the first model on what there is before the year."""
        self.inbox.mkdir()
        panel = self._panel(FIRST)
        say("training the first model")
        first = train(PanelFile(panel), "simulated, five months", lambda _: None).champion
        save_model(first, self.settings.models_dir / "champion")
        assert self.settings.history_file
        write_history(panel, self.settings.history_file, lambda *_: None)
        self._deliver(self.bank.until(FIRST), "before.csv")
        self._models["1"] = first

    def month(self, running: World, place: int) -> Chapter:
        """Answer for a month's clients, and see what the next one makes of it."""
        began, version = datetime.now(UTC), running.version()
        assert set(running.serve(self.bank.requests(place, _AT_ONCE))) == {version}
        self._deliver(self.bank.month(place + 1), f"{place + 1:02}.csv")
        decided = self.turn(began)
        outcome = read_outcomes(self.settings.outcomes_dir)[-1]
        scores = self._scores(place)
        said = {one.step: one.reason for one in decided}
        promoted = next((one for one in decided if one.step is Step.PROMOTE), None)
        if promoted:
            running.await_version(promoted.about.split()[-1])
        self._fetch_new()
        return Chapter(
            outcome.month,
            version,
            outcome.overall.metrics[SCORE],
            scores,
            said[Step.DRIFT],
            said[Step.RETRAIN],
        )

    def turn(self, began: datetime) -> list[Decision]:
        """Let the loop turn once; drift is looked for in what was asked since a time."""
        before = len(list(self.decisions))
        windows = {"day": datetime.now(UTC) - began}
        work = BankWork(self.settings, promote=True, replace_fallen=True, windows=windows)
        Round.open(loop_dir(self.settings.state_dir), self.inbox, work).run()
        return list(self.decisions)[before:]

    def force_bad(self, running: World, place: int, say: Say) -> None:
        """Force a version that failed the gate into service, see it answer, and go back."""
        before = running.version()
        spoilt = self.inbox.with_name("spoilt.parquet")
        self.bank.spoilt(place).write_parquet(spoilt)
        trained = running.run("retrain", "--data", str(spoilt), "--describe", "columns mixed up")
        assert trained.returncode == FAILED_GATE, trained.stderr
        bad = self.bad = max(self._versions(), key=int)
        assert running.run("promote", bad).returncode == 1
        forced = running.run("promote", bad, "--force", "--reason", "to see it go")
        assert forced.returncode == 0, forced.stderr
        running.await_version(bad)
        running.serve([next(self.bank.requests(place, _AT_ONCE))])
        assert running.run("rollback").returncode == 0
        seconds = running.await_version(before)
        say(f"version {bad}, which is bad, was forced into service; back after {seconds:.1f} s")
        self._fetch_new()

    def _deliver(self, rows: pl.DataFrame, name: str) -> None:
        write_raw(rows, self.inbox / name)
        os.utime(self.inbox / name, (_LONG_AGO, _LONG_AGO))

    def _panel(self, place: int) -> Path:
        path = self.inbox.with_name("panel.parquet")
        self.bank.until(place).write_parquet(path)
        return path

    def _versions(self) -> list[str]:
        from mlflow.tracking import MlflowClient

        client = MlflowClient(self.settings.tracking_uri)
        found = client.search_model_versions(f"name='{self.settings.model_name}'")
        return [str(one.version) for one in found]

    def _fetch_new(self) -> None:
        """Keep every version that is new, to be asked later what it would have answered."""
        for version in self._versions():
            if version not in self._models:
                folder = self.inbox.with_name(f"version-{version}")
                uri, name = self.settings.tracking_uri, self.settings.model_name
                fetch(uri, name, version, folder, Event())
                self._models[version] = Champion.load(folder)

    def _scores(self, place: int) -> dict[str, float]:
        """What each version there is would have reached in a month, all asked alike."""
        joined = with_history(self.bank.until(place + 1))
        day, added = pl.col("fetch_date"), pl.col("added")
        rows = joined.filter(day == self.bank.months[place], added.is_not_null())
        truth = unpack(rows["added"])
        return {
            version: ranking_metrics(model.pipeline.predict_proba(rows), truth)[SCORE]
            for version, model in self._models.items()
        }


def settings_in(folder: Path) -> Settings:
    """Everything in one folder and at free ports, at a pace for a month in a minute."""
    found = Settings(
        _env_file=None,
        **free_ports(),
        models_dir=folder / "models",
        state_dir=folder / "state",
        history_file=folder / "history.months",
        poll_seconds=2.0,
        log_seconds=1,
        drift_seconds=0,
    )
    return found.model_copy(update={"mlflow_tracking_uri": found.tracking_uri})
