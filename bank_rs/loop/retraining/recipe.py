"""How a challenger is made."""

from dataclasses import dataclass

from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.sample import OTHERS


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training can be told.

    Attributes
    ----------
    classifier
        As in `make_pipeline`.
    others
        Part of the clients who add nothing that is learnt from, see `Sample.draw`.
    months
        How many months with a next one are learnt from, the newest; all when not given, since a
        model that ages its rows ranked worse than one that does not.
    """

    classifier: AdditionsClassifier | None = None
    others: float = OTHERS
    months: int | None = None
