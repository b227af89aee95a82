"""What runs a month's scoring."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from bank_rs.data.dialect import Lazy
from bank_rs.model.champion import Champion
from bank_rs.scoring.storage import Storage


class Engine(Protocol):
    """Reads panels, joins their months and asks the model, on one machine or on many."""

    def read(self, path: str) -> Lazy:
        """A panel, to be read when it is needed; raises `PanelError` where there is none."""

    def storage(self, folder: str) -> Storage:
        """A folder for recommendations."""

    def score(
        self, records: Lazy, missing: Sequence[int], champion: Champion, k: int, storage: Storage
    ) -> Iterator[int]:
        """Write the recommendations of the missing buckets; yield how many are done now and then.

        A bucket is in the folder under its name when it is whole.
        """

    def written(self, storage: Storage) -> Lazy:
        """The recommendations in a folder."""
