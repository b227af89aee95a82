"""From a plan to findings, each part written down as it is found."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from bank_rs.model.candidates import Candidate
from bank_rs.model.experiment.backtest import Round, additions_table, backtest_table, spread
from bank_rs.model.experiment.child import in_child
from bank_rs.model.experiment.comparison import comparison_table, differences_to
from bank_rs.model.experiment.evidence import evidence_of
from bank_rs.model.experiment.findings import Findings
from bank_rs.model.experiment.like_for_like import PROTOCOLS, judge_as_seed
from bank_rs.model.experiment.limit import limit_of
from bank_rs.model.experiment.nowcast import write_nowcast
from bank_rs.model.experiment.origin import Origin
from bank_rs.model.experiment.outcome import Outcome, judge_candidate
from bank_rs.model.experiment.plan import POPULARITY, Plan
from bank_rs.model.experiment.search_space import SEARCH_SPACES
from bank_rs.model.experiment.store import Store
from bank_rs.model.experiment.tracking import Tracking
from bank_rs.model.experiment.tuning import Attempt, Tuned, tunable, tune, tuning_folds
from bank_rs.model.experiment.written import report_texts
from bank_rs.model.panel_file import PanelFile

Show = Callable[[str, float], None]
"""Told what is being done and which share of the whole is done."""

NOWCAST: Final = "nowcast"


class Experiment:
    """A plan being carried out.

    Each part runs in a process of its own, one after the other, and is a nested run of MLflow.

    Parameters
    ----------
    plan
        What to do.
    tracking
        Where it is written down.
    show
        See `Show`.
    """

    def __init__(
        self, plan: Plan, tracking: Tracking, show: Show = lambda _text, _share: None
    ) -> None:
        self.plan = plan
        self.tracking = tracking
        self._show = show
        self._done = -1

    def run(self) -> tuple[Findings, dict[str, str]]:
        """Do it all.

        Returns
        -------
        tuple
            What was found, and the texts of the report by the name of their file.

        Raises
        ------
        PackageMissingError
            If the plan needs a package that is not installed.
        RegistryUnreachableError
            If MLflow does not answer.
        PanelError
            If the panel cannot be read or is too short.
        TruthError
            If the truth is of another bank.
        """
        self.plan.check()
        self.tracking.check()
        with TemporaryDirectory(prefix="bank-rs-") as folder, self.tracking.run("experiment"):
            self._step("joining months")
            store = in_child(
                Store.write,
                PanelFile(self.plan.data),
                Path(folder),
                self.plan.others,
                self.plan.origins,
            )
            findings = self._compare(store)
            findings = self._go_back(findings)
            findings = replace(findings, seed=self._judge_as_seed())
            findings = replace(findings, tuned=self._tune(findings))
            return findings, self._report(findings)

    def _compare(self, store: Store) -> Findings:
        """All candidates at the last origin."""
        (origin,) = store.origins()
        limit = self._limit(store, origin)
        outcomes = [self._judge(each, store, origin) for each in self.plan.candidates]
        by_name = {outcome.name: outcome for outcome in outcomes}
        shipped = by_name[self.plan.shipped]
        nowcast = self._nowcast(store, origin) if self.plan.nowcast else None
        everything = [*outcomes, *([nowcast] if nowcast else [])]
        differences = differences_to(shipped, everything)
        return Findings(
            store=store,
            outcomes=outcomes,
            shipped=shipped,
            popularity=by_name[POPULARITY],
            nowcast=nowcast,
            limit=limit,
            comparison=comparison_table(everything, limit, differences),
            differences=differences,
        )

    def _judge(self, candidate: Candidate, store: Store, origin: Origin) -> Outcome:
        self._step(f"{candidate.name}, {origin.target:%Y-%m}")
        with self.tracking.run(f"{candidate.name} {origin.target:%Y-%m}"):
            outcome = in_child(judge_candidate, candidate, store, origin)
            self.tracking.outcome(outcome)
        return outcome

    def _limit(self, store: Store, origin: Origin) -> dict[str, float] | None:
        truth = self.plan.truth
        return limit_of(truth, store, origin.judged) if truth else None

    def _nowcast(self, store: Store, origin: Origin) -> Outcome:
        shipped = self.plan.candidate(self.plan.shipped)
        known = replace(shipped, name=NOWCAST, title=f"{shipped.title}, given next month's profile")
        folder = store.folder / NOWCAST
        folder.mkdir()
        later = in_child(write_nowcast, store, self.plan.data, folder, origin)
        return self._judge(known, later, origin)

    def _go_back(self, findings: Findings) -> Findings:
        """The shipped model and popularity at earlier origins."""
        if not self.plan.backtest:
            return findings
        earlier = findings.store.origins(self.plan.origins)[:-1]
        rounds = [self._round(findings.store, origin) for origin in earlier]
        rounds.append(Round(findings.shipped, findings.popularity, findings.limit))
        table = backtest_table(rounds)
        return replace(
            findings, backtest=table, additions=additions_table(rounds), spread=spread(table)
        )

    def _round(self, store: Store, origin: Origin) -> Round:
        names = (self.plan.shipped, POPULARITY)
        model, popularity = (
            self._judge(self.plan.candidate(name), store, origin) for name in names
        )
        return Round(model, popularity, self._limit(store, origin))

    def _judge_as_seed(self) -> pl.DataFrame | None:
        if not self.plan.seed:
            return None
        shipped, parts = self.plan.candidate(self.plan.shipped), []
        for name in PROTOCOLS:
            self._step(f"the seed project's protocol {name}")
            with self.tracking.run(f"seed protocol {name}"):
                parts.append(
                    in_child(judge_as_seed, self.plan.data, name, shipped, self.plan.others)
                )
                self.tracking.table(parts[-1], "seed")
        return pl.concat(parts)

    def _tune(self, findings: Findings) -> Sequence[Tuned]:
        if not self.plan.tune_minutes:
            return ()
        ranked = sorted(findings.outcomes, key=lambda each: -each.metrics["map_at_7"])
        best = tunable(self.plan.candidate(outcome.name) for outcome in ranked)
        seconds = 60 * self.plan.tune_minutes / max(len(best), 1)
        tuned = []
        for candidate in best:
            self._step(f"tuning {candidate.name}")
            tuned.append(self._search(candidate, findings.store, seconds))
        return tuned

    def _search(self, candidate: Candidate, store: Store, seconds: float) -> Tuned:
        def told(attempt: Attempt, share: float) -> None:
            self._say(f"tuning {candidate.name}, trial {attempt.number}", share)
            with self.tracking.run(f"trial {attempt.number}"):
                self.tracking.attempt(attempt)

        with self.tracking.run(f"tuning {candidate.name}"):
            space = SEARCH_SPACES[candidate.name]
            tuned = tune(candidate, space, tuning_folds(store), seconds, told)
            self.tracking.attempt(tuned.best)
        return tuned

    def _report(self, findings: Findings) -> dict[str, str]:
        self._step("writing the report")
        texts = report_texts(evidence_of(self.plan, findings))
        self.tracking.findings(findings)
        for name, text in texts.items():
            self.tracking.text(text, name)
        return texts

    def _step(self, text: str) -> None:
        self._done += 1
        self._say(text, 0.0)

    def _say(self, text: str, share: float) -> None:
        """Share is that of the step under way."""
        self._show(text, min(1.0, (self._done + share) / self.plan.steps))
