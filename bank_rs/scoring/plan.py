"""What a run of scoring is to write, so that a run that was killed can be finished."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bank_rs.errors import BankRsError


class AnotherRunError(BankRsError):
    """A folder holds what another run has written."""


class Plan(BaseModel):
    """A run of scoring.

    Attributes
    ----------
    month
        Snapshot date of the records.
    version
        The model's, as `ScoringModel` names it.
    k
        Products for each client at most.
    clients, offered
        Clients with a record, and those of them who lack some product and so are offered one.
    buckets
        Parts that the clients are in, by the remainder of their numbers; each is a folder.
    """

    model_config = ConfigDict(frozen=True)

    month: date
    version: str
    k: int
    clients: int
    offered: int
    buckets: int

    @classmethod
    def of(cls, month: date, version: str, k: int, counts: tuple[int, int], bucket: int) -> Self:
        """Plan for the clients there are, about so many in a bucket."""
        clients, offered = counts
        return cls(
            month=month,
            version=version,
            k=k,
            clients=clients,
            offered=offered,
            buckets=max(1, -(-clients // bucket)),
        )

    @property
    def folder(self) -> str:
        """Where its buckets lie below the folder for all: readers take the names for columns."""
        return f"month={self.month}/model_version={self.version}"

    def check_same(self, written: str) -> None:
        """See whether a folder is this run's.

        Parameters
        ----------
        written
            The plan that is in the folder, as JSON.

        Raises
        ------
        AnotherRunError
            If it is another's.
        """
        try:
            other = Plan.model_validate_json(written)
        except ValidationError:
            other = None
        if other != self:
            raise AnotherRunError(
                f"{self.folder} holds recommendations of another run ({_difference(self, other)}): "
                "name another folder, or remove that one."
            )

    def missing(self, done: Iterable[int]) -> list[int]:
        """The buckets still to be written."""
        return sorted(set(range(self.buckets)) - set(done))


def _difference(plan: Plan, other: Plan | None) -> str:
    if other is None:
        return "its plan cannot be read"
    mine, theirs = (json.loads(each.model_dump_json()) for each in (plan, other))
    name = next(name for name in mine if mine[name] != theirs[name])
    return f"its {name} is {theirs[name]} and not {mine[name]}"
