"""Answers a model gave when it was stored, for whoever reads it later to compare with."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from bank_rs.catalog import PRODUCTS
from bank_rs.data.history import HISTORY, HISTORY_MONTHS, Month
from bank_rs.data.record import read_record
from bank_rs.model.champion import Champion
from bank_rs.registry.golden_clients import golden_clients

GOLDEN_FILE: Final = "golden.json"
TOLERANCE: Final = 1e-12
"""How far apart two answers to the same record may be."""

_HISTORY_SCHEMA: Final = dict.fromkeys(HISTORY[:HISTORY_MONTHS], pl.UInt32()) | dict.fromkeys(
    HISTORY[HISTORY_MONTHS:], pl.UInt8()
)

Floats = NDArray[np.float64]
Typed = list[dict[str, Any]]
"""Records as ``PANEL_SCHEMA`` has them."""


class GoldenRecord(BaseModel):
    """One client and what is right for him.

    Attributes
    ----------
    record
        Under the raw file's names, in its spelling.
    history
        Ownership mask and status of each month before, the nearest first; None where there is no
        record.
    probabilities
        In the order of ``PRODUCTS``.
    """

    model_config = ConfigDict(frozen=True)

    record: dict[str, str | None]
    history: tuple[Month, ...] = Field(max_length=HISTORY_MONTHS)
    probabilities: tuple[float, ...] = Field(min_length=len(PRODUCTS), max_length=len(PRODUCTS))


class Golden(BaseModel):
    """The golden records of one stored pipeline.

    Attributes
    ----------
    sha256
        Of the file of the pipeline, as ``sha256sum`` prints it.
    """

    model_config = ConfigDict(frozen=True)

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    records: tuple[GoldenRecord, ...] = Field(min_length=1)

    @classmethod
    def of(cls, champion: Champion, sha256: str) -> Self:
        """Ask a model about `golden_clients`."""
        clients = golden_clients()
        typed = [read_record(record).row(0, named=True) for record, _ in clients]
        answers = _alone(champion, typed, [history for _, history in clients])
        records = [
            GoldenRecord(record=record, history=history, probabilities=answer)
            for (record, history), answer in zip(clients, answers.tolist(), strict=True)
        ]
        return cls(sha256=sha256, records=tuple(records))

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the records of a model folder.

        Raises
        ------
        OSError
            If there are none.
        pydantic.ValidationError
            If they are not whole.
        """
        return cls.model_validate_json((folder / GOLDEN_FILE).read_bytes())

    def write(self, folder: Path) -> None:
        """Write the records, one a line, so that two versions can be compared line by line."""
        lines = ",\n".join(json.dumps(r.model_dump(), ensure_ascii=False) for r in self.records)
        text = f'{{"sha256": "{self.sha256}", "records": [\n{lines}\n]}}\n'
        (folder / GOLDEN_FILE).write_text(text, encoding="utf-8")

    def wrong(self, champion: Champion) -> Iterator[str]:
        """Ask a model again, in each way there is to ask it.

        Yields
        ------
        str
            A way in which an answer is more than ``TOLERANCE`` away from the right one, or is no
            number, and the place of the first such record.
        """
        typed = [read_record(golden.record).row(0, named=True) for golden in self.records]
        histories = [golden.history for golden in self.records]
        right = np.array([golden.probabilities for golden in self.records])
        for way, ask in WAYS.items():
            near = np.abs(ask(champion, typed, histories) - right) <= TOLERANCE
            if not near.all():
                yield f"record {np.flatnonzero(~near.all(axis=1))[0] + 1} {way}"


def _alone(champion: Champion, typed: Typed, histories: list[tuple[Month, ...]]) -> Floats:
    asked = zip(typed, histories, strict=True)
    return np.stack([champion.probabilities(record, history) for record, history in asked])


def _together(champion: Champion, typed: Typed, histories: list[tuple[Month, ...]]) -> Floats:
    return champion.probabilities_of(typed, histories)


def _in_a_frame(champion: Champion, typed: Typed, histories: list[tuple[Month, ...]]) -> Floats:
    frame = pl.concat(
        [
            pl.DataFrame(typed, infer_schema_length=None),
            pl.DataFrame([_columns(history) for history in histories], schema=_HISTORY_SCHEMA),
        ],
        how="horizontal",
    )
    return np.asarray(champion.pipeline.predict_proba(frame), np.float64)


def _columns(history: tuple[Month, ...]) -> dict[str, int]:
    """A history as the columns of ``HISTORY``, without those of months that have no record."""
    known = [(k, month) for k, month in enumerate(history, start=1) if month]
    return {f"owned_{k}": month[0] for k, month in known} | {
        f"status_{k}": month[1] for k, month in known
    }


WAYS: Final[Mapping[str, Callable[[Champion, Typed, list[tuple[Month, ...]]], Floats]]] = {
    "alone": _alone,
    "with others": _together,
    "in a frame": _in_a_frame,
}
"""The ways to ask a model, by what is said of a record that was asked so."""
