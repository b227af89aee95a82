"""What is remembered of a version that may not serve."""

import time
from dataclasses import dataclass

from bank_rs.registry.alias import AliasedVersion


@dataclass(frozen=True, slots=True)
class Refusal:
    """A version that may not serve, or not yet.

    Attributes
    ----------
    pause
        Seconds until it is tried again; infinite for one that is bad for good.
    due
        When that is, by the monotonic clock.
    """

    version: AliasedVersion
    reason: str
    pause: float
    due: float

    def may_be_tried(self, version: AliasedVersion) -> bool:
        """Whether the alias points elsewhere now, or the pause is over."""
        return version != self.version or time.monotonic() >= self.due
