import os
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from bank_rs.data.raw_writer import raw_writer
from bank_rs.errors import BankRsError
from bank_rs.loop.watch.attempts import Attempts
from bank_rs.loop.watch.decisions import Decision, Decisions, Step
from bank_rs.loop.watch.inbox import Inbox
from bank_rs.loop.watch.minutes import Minutes
from bank_rs.loop.watch.months import Months
from bank_rs.loop.watch.round import Round
from bank_rs.loop.watch.work import Retrained

MONTHS = ["2015-12", "2016-01", "2016-02", "2016-03", "2016-04", "2016-05"]


class AwayError(BankRsError):
    """Somebody is away."""


class Recorded:
    """Work that only notes that it was called, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.failures = 0
        self.standing: list[str] = []
        self.passes = True

    def write_history(self, panel):
        return self._did("history", "1,000 clients")

    def judge(self, month, records):
        assert records.name == f"{month}.parquet"
        return self._did(f"judge {month}", "MAP@7 0.8")

    def alarms(self):
        return self._did("drift", self.standing)

    def retrain(self, panel):
        assert panel.exists()
        return self._did("retrain", Retrained("7", self.passes, False, "MAP@7 is better."))

    def _did(self, name, result):
        self.calls.append(name)
        if self.failures:
            self.failures -= 1
            raise AwayError("MLflow is away: start it.")
        return result


class Bench:
    """A round in a folder."""

    def __init__(self, folder, panel) -> None:
        self.folder = folder / "data"
        self.folder.mkdir()
        self._panel = panel
        self.state = folder / "loop"
        self.decisions = Decisions(self.state)
        self.work = Recorded()

    def round(self, **options) -> Round:
        attempts = Attempts(3, 0.001)
        return Round(
            Inbox(self.folder, self.state / "inbox.json"),
            Months(self.state),
            self.work,
            Minutes(self.decisions, attempts, lambda _: None),
            **options,
        )

    def deliver(self, *names: str, to: str = "new.csv") -> None:
        rows = self._panel.filter(pl.col("fetch_date").dt.strftime("%Y-%m").is_in(names))
        path = self.folder / to
        with raw_writer(path) as write:
            write(rows)
        os.utime(path, (1, 1 + len(list(self.folder.iterdir()))))

    def decided(self, step: Step) -> list[Decision]:
        return [one for one in self.decisions if one.step is step]


@pytest.fixture
def bench(tmp_path, panel):
    return Bench(tmp_path, panel)


def test_months_that_come_in_are_judged_and_learnt_from(bench):
    bench.deliver(*MONTHS)
    bench.round().run()
    judged = [f"judge {month}" for month in MONTHS]
    assert bench.work.calls == ["history", *judged, "drift", "retrain"]
    (trained,) = bench.decided(Step.RETRAIN)
    assert "version 7 passed" in trained.reason
    assert bench.decided(Step.PROMOTE)[0].result == "left"


def test_nothing_new_is_nothing_to_do(bench):
    bench.deliver(*MONTHS)
    bench.round().run()
    calls, decisions = list(bench.work.calls), len(list(bench.decisions))
    bench.round().run()
    assert bench.work.calls == calls
    assert len(list(bench.decisions)) == decisions


def test_day_that_passes_brings_a_look_for_drift_and_no_training(bench):
    bench.deliver(*MONTHS)
    bench.round().run()
    bench.work.calls.clear()
    bench.work.standing = ["income"]
    bench.round(every=timedelta(0)).run()
    assert bench.work.calls == ["drift"]
    assert bench.decided(Step.DRIFT)[-1].reason == "income"
    assert bench.decided(Step.RETRAIN)[-1].result == "left"


def test_alarm_trains_before_the_months_are_full(bench):
    bench.deliver(*MONTHS[:5])
    bench.round(months_between=3).run()
    bench.deliver(MONTHS[5], to="next.csv")
    bench.round(months_between=3).run()
    assert bench.decided(Step.RETRAIN)[-1].result == "left"
    bench.work.standing = ["income"]
    bench.round(months_between=3, every=timedelta(0)).run()
    assert bench.decided(Step.RETRAIN)[-1].reason.startswith("an alarm stands: version 7")


def test_failing_step_is_tried_again_and_stops_no_other(bench):
    bench.deliver(MONTHS[0])
    bench.work.failures = 3
    bench.round().run()
    (history,) = bench.decided(Step.HISTORY)
    assert (history.result, history.attempts) == ("failed", 3)
    assert "MLflow is away" in history.reason
    assert bench.decided(Step.OUTCOMES)[0].result == "done"


def test_training_that_failed_is_due_on_the_next_day(bench):
    bench.deliver(*MONTHS[:4])
    bench.round().run()
    assert bench.work.calls.pop() == "retrain"
    bench.deliver(MONTHS[4], to="next.csv")
    bench.work.failures = 100
    bench.round().run()
    assert bench.decided(Step.RETRAIN)[-1].result == "failed"
    bench.work.failures = 0
    bench.round(every=timedelta(0)).run()
    assert bench.decided(Step.RETRAIN)[-1].result == "done"


def test_file_that_cannot_be_read_is_recorded_once(bench):
    (bench.folder / "bad.csv").write_text("no bank's file\n")
    os.utime(bench.folder / "bad.csv", (1, 1))
    for _ in range(2):
        bench.round().run()
    (refused,) = bench.decided(Step.TAKE_IN)
    assert (refused.result, refused.about) == ("failed", "bad.csv")


def test_verdict_against_a_version_is_a_training_that_was_done(bench):
    bench.deliver(*MONTHS)
    bench.work.passes = False
    bench.round().run()
    assert "version 7 failed" in bench.decided(Step.RETRAIN)[0].reason
    assert not bench.decided(Step.PROMOTE)


def test_decisions_have_the_time_of_day(bench):
    bench.deliver(*MONTHS)
    bench.round().run()
    assert all(abs(datetime.now(UTC) - one.time) < timedelta(hours=1) for one in bench.decisions)
