"""The reference of a model, stored beside it."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from bank_rs.catalog import CODES
from bank_rs.model.features.inputs import CATEGORIES
from bank_rs.model.reference.answers import Answers
from bank_rs.model.reference.distribution import Distribution
from bank_rs.model.reference.fields import ADDED, FIELDS, HELD, OF_NEWCOMERS, UNORDERED
from bank_rs.model.reference.served import Served

REFERENCE_FILE: Final = "reference.json"

Distributions = dict[str, Distribution]


class Reference(BaseModel):
    """What a model was asked and answered in one month.

    Attributes
    ----------
    month
        Snapshot date of the records.
    rows, with_history
        Clients, and those of them of whom an earlier month is known.
    everyone, newcomers
        Distributions of features, by their names.
    unseen
        Rows with a value the model has not learnt, by category.
    added
        Clients with history who added each product in that month.
    answers, answers_alone
        To the clients with history, and to clients of whom it was kept from the model.
    """

    model_config = ConfigDict(frozen=True)

    month: date
    rows: int = Field(ge=1)
    with_history: int = Field(ge=0)
    everyone: Distributions
    newcomers: Distributions
    unseen: dict[str, int]
    added: tuple[int, ...] = Field(min_length=len(CODES), max_length=len(CODES))
    answers: Answers
    answers_alone: Answers

    @classmethod
    def of(cls, served: Served, alone: Answers, month: date) -> Self:
        """Sum up.

        Parameters
        ----------
        served
            Clients with their history.
        alone
            Answers to the same clients without it.
        month
            Of their records.
        """
        features, new, known = served.features, served.newcomers, served.has_history
        return cls(
            month=month,
            rows=served.rows,
            with_history=int(known.sum()),
            everyone=_distributions(features, (*FIELDS, *HELD)),
            newcomers=_distributions({n: features[n][new] for n in OF_NEWCOMERS}, OF_NEWCOMERS),
            unseen=dict(zip(CATEGORIES, served.unseen.sum(axis=0).tolist(), strict=True)),
            added=tuple(int((features[name][known] == 0).sum()) for name in ADDED),
            answers=Answers.of(served.probabilities[known], served.offered[known]),
            answers_alone=alone,
        )

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Read the reference of a model folder; None where it was stored without one.

        Raises
        ------
        OSError, pydantic.ValidationError
            If it cannot be read or is not whole.
        """
        path = folder / REFERENCE_FILE
        return cls.model_validate_json(path.read_bytes()) if path.exists() else None

    def write(self, folder: Path) -> None:
        """Write it into a model folder, a distribution a line."""
        rest = self.model_dump(mode="json", exclude={"everyone", "newcomers"})
        parts = [f'"{name}": {json.dumps(value)}' for name, value in rest.items()]
        for group in ("everyone", "newcomers"):
            found: Distributions = getattr(self, group)
            lines = [f'"{name}": {one.model_dump_json()}' for name, one in found.items()]
            parts.append(f'"{group}": {{\n{_joined(lines)}\n}}')
        (folder / REFERENCE_FILE).write_text(f"{{\n{_joined(parts)}\n}}\n", encoding="utf-8")


def _distributions(
    features: Mapping[str, NDArray[np.float32]], names: Iterable[str]
) -> Distributions:
    return {name: Distribution.of(features[name], name in UNORDERED) for name in names}


def _joined(lines: Iterable[str]) -> str:
    return ",\n".join(lines)
