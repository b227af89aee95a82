"""How much a challenger has to do."""

from dataclasses import dataclass
from typing import Final, Self

from bank_rs.service.trial.canary import Canary
from bank_rs.settings import Settings


@dataclass(frozen=True, slots=True)
class Shares:
    """The parts in which a challenger is tried.

    Attributes
    ----------
    shadow
        Part of the champion's answers that the challenger gives as well, unseen; 0 to 1.
    canary
        Whom the challenger answers.
    """

    shadow: float
    canary: Canary

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """As the settings say."""
        return cls(settings.shadow, Canary(settings.canary))

    def __bool__(self) -> bool:
        """Whether a challenger has anything to do."""
        return self.shadow > 0 or self.canary.share > 0


NO_TRIAL: Final = Shares(0.0, Canary(0.0))
"""Where a challenger has nothing to do."""
