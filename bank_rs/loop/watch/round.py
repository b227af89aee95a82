"""One turn of the loop: what came in, what came true, what has changed, and whether to retrain."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Self

from bank_rs.loop.watch.attempts import Attempts
from bank_rs.loop.watch.decisions import Decision, Decisions, Step
from bank_rs.loop.watch.inbox import Inbox
from bank_rs.loop.watch.minutes import Minutes, Tell
from bank_rs.loop.watch.months import Months
from bank_rs.loop.watch.reason import Known, reason_to_train
from bank_rs.loop.watch.work import Retrained, Work

_NOW = "now"


def loop_dir(state_dir: Path) -> Path:
    """Folder of the loop in a state folder."""
    return state_dir / "loop"


class Round:
    """Turns once whenever `run` is called.

    What cannot be done is written down and tried again in a later turn, and the rest goes on.

    Parameters
    ----------
    inbox, months
        What comes in, and what came.
    work
        What can be done.
    minutes
        What was decided.
    every
        Time between two looks for drift where no month comes in.
    months_between
        See `reason_to_train`.
    """

    def __init__(
        self,
        inbox: Inbox,
        months: Months,
        work: Work,
        minutes: Minutes,
        every: timedelta = timedelta(days=1),
        months_between: int = 1,
    ) -> None:
        self._inbox, self._months = inbox, months
        self._work, self._minutes = work, minutes
        self._every, self._months_between = every, months_between

    @classmethod
    def open(
        cls,
        folder: Path,
        inbox: Path,
        work: Work,
        tell: Tell = lambda _: None,
        every: timedelta = timedelta(days=1),
        months_between: int = 1,
    ) -> Self:
        """A round whose months and minutes are in a folder.

        Parameters
        ----------
        folder
            As `loop_dir` names it.
        inbox
            Folder where files come in.
        work, every, months_between
            As above.
        tell
            Called with each decision.
        """
        minutes = Minutes(Decisions(folder), Attempts(), tell)
        seen = Inbox(inbox, folder / "inbox.json")
        return cls(seen, Months(folder), work, minutes, every, months_between)

    def run(self) -> None:
        """Do what is due."""
        came = sorted({month for file in self._inbox.arrived() for month in self._take_in(file)})
        if came:
            self._write_history(came[-1])
        for month in came:
            self._judge(month)
        if came or self._is_due():
            self._retrain(self._look_for_drift())

    def _take_in(self, file: Path) -> Sequence[str]:
        def decided(new: Sequence[str]) -> Decision:
            said = f"{', '.join(new)} came in" if new else "it holds no month that is new"
            return Decision(step=Step.TAKE_IN, about=file.name, result="done", reason=said)

        take_in = partial(self._months.take_in, file)
        new = self._minutes.attempt(Step.TAKE_IN, file.name, take_in, decided)
        # one that cannot be read is not read again until it changes
        self._inbox.take(file)
        return new or ()

    def _write_history(self, newest: str) -> None:
        def decided(said: str | None) -> Decision | None:
            if said is None:
                return None
            return Decision(step=Step.HISTORY, about=newest, result="done", reason=said)

        write = partial(self._work.write_history, self._months.panel)
        self._minutes.attempt(Step.HISTORY, newest, write, decided)

    def _judge(self, month: str) -> None:
        def decided(said: str) -> Decision:
            return Decision(step=Step.OUTCOMES, about=month, result="done", reason=said)

        judge = partial(self._work.judge, month, self._months.file_of(month))
        self._minutes.attempt(Step.OUTCOMES, month, judge, decided)

    def _is_due(self) -> bool:
        looked = self._minutes.last(Step.DRIFT)
        return looked is None or datetime.now(UTC) - looked.time >= self._every

    def _look_for_drift(self) -> Sequence[str]:
        def decided(alarms: Sequence[str]) -> Decision:
            said = "; ".join(alarms) or "nothing stands out"
            return Decision(step=Step.DRIFT, about=_NOW, result="done", reason=said)

        return self._minutes.attempt(Step.DRIFT, _NOW, self._work.alarms, decided) or ()

    def _retrain(self, alarms: Sequence[str]) -> None:
        known = Known(self._months.names, self._months.fingerprint)
        reason = reason_to_train(known, self._learnt(), alarms, self._months_between)
        newest = known.names[-1] if known.names else "no month"
        decision = Decision(step=Step.RETRAIN, about=newest, result="done", reason=reason.sentence)
        if not reason.train:
            if reason.sentence:
                self._minutes.add(decision.model_copy(update={"result": "left"}))
            return

        def decided(made: Retrained) -> Decision:
            ended = "passed" if made.passed else "failed"
            said = f"{reason.sentence}: version {made.version} {ended}. {made.verdict}"
            return decision.model_copy(update={"reason": said, "data": known.fingerprint})

        retrain = partial(self._work.retrain, self._months.panel)
        made = self._minutes.attempt(Step.RETRAIN, newest, retrain, decided)
        if made and (made.passed or made.serves):
            self._minutes.add(_promotion(made))

    def _learnt(self) -> Known | None:
        last = self._minutes.last(Step.RETRAIN, "done")
        return Known([last.about], last.data or "") if last else None


def _promotion(made: Retrained) -> Decision:
    reason = "it serves" if made.serves else "it waits as challenger"
    return Decision(
        step=Step.PROMOTE,
        about=f"version {made.version}",
        result="done" if made.serves else "left",
        reason=reason if made.passed else f"forced, in place of a champion that fell: {reason}",
    )
