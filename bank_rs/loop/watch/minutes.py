"""Work that is tried, and what is written down of it."""

from collections.abc import Callable
from typing import TypeVar

from bank_rs.loop.watch.attempts import Attempts
from bank_rs.loop.watch.decisions import Decision, Decisions, Step

Result = TypeVar("Result")
Tell = Callable[[Decision], None]


class Minutes:
    """Keeps the minutes of the loop.

    Parameters
    ----------
    decisions
        Where they are kept.
    attempts
        How often what fails is tried.
    tell
        Called with each decision as well.
    """

    def __init__(self, decisions: Decisions, attempts: Attempts, tell: Tell) -> None:
        self.decisions = decisions
        self._attempts = attempts
        self._tell = tell

    def add(self, decision: Decision) -> None:
        """Write a decision down."""
        self.decisions.add(decision)
        self._tell(decision)

    def attempt(
        self,
        step: Step,
        about: str,
        action: Callable[[], Result],
        decided: Callable[[Result], Decision | None],
    ) -> Result | None:
        """Try to do something, and write down what came of it.

        Parameters
        ----------
        step, about
            Of the decision where every attempt fails.
        action
            What is tried.
        decided
            The decision where it succeeds; None where there is nothing to tell.

        Returns
        -------
        Result or None
            Of the action; None where it failed.
        """
        attempted = self._attempts.make(action)
        if attempted.error is not None:
            reason, attempts = str(attempted.error), attempted.attempts
            failed = Decision(
                step=step, about=about, result="failed", reason=reason, attempts=attempts
            )
            self.add(failed)
            return None
        result: Result = attempted.result  # type: ignore[assignment]  # there is no error
        if decision := decided(result):
            self.add(decision.model_copy(update={"attempts": attempted.attempts}))
        return result

    def last(self, step: Step, result: str | None = None) -> Decision | None:
        """The newest decision of a step, with this result if one is named."""
        found = [one for one in self.decisions if one.step is step and result in (None, one.result)]
        return found[-1] if found else None
