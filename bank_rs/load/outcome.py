"""What became of the requests of a load."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

PERCENTILES: Final = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request.

    Attributes
    ----------
    endpoint
        Method and path.
    result
        The HTTP status as text, or the kind of transport error that came in its place.
    milliseconds
        From sending to the last byte of the answer; None when there was none.
    """

    endpoint: str
    result: str
    milliseconds: float | None = None

    @property
    def failed(self) -> bool:
        """Whether the result is anything but a 2xx."""
        return not self.result.startswith("2")


@dataclass(frozen=True, slots=True)
class Load:
    """A load that has been sent.

    Attributes
    ----------
    outcomes
        One for each request.
    seconds
        From the first request to the end of the last.
    """

    outcomes: Sequence[Outcome]
    seconds: float

    @property
    def failures(self) -> int:
        """Requests that got no 2xx."""
        return sum(outcome.failed for outcome in self.outcomes)

    @property
    def per_second(self) -> float:
        """Requests per second, failed ones included."""
        return len(self.outcomes) / self.seconds


def results(outcomes: Sequence[Outcome]) -> Counter[str]:
    """Requests by result."""
    return Counter(outcome.result for outcome in outcomes)


def latencies(outcomes: Sequence[Outcome]) -> list[float]:
    """Return the ``PERCENTILES`` of the answered requests in ms, NaN where none was answered."""
    answered = [o.milliseconds for o in outcomes if o.milliseconds is not None]
    if not answered:
        return [np.nan for _ in PERCENTILES]
    return [float(value) for value in np.percentile(answered, PERCENTILES)]
