"""A simulated bank whose newest month answers as four weeks of requests, unchanged or not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, Self

import numpy as np
import polars as pl

from bank_rs.catalog import CODES, mask_of
from bank_rs.data.history import HISTORY
from bank_rs.data.panel import with_history
from bank_rs.data.simulation import simulate
from bank_rs.model.champion import Champion
from bank_rs.model.features.inputs import CATEGORIES
from bank_rs.model.reference import Reference, Served
from bank_rs.model.reference.answers import Answers
from bank_rs.model.reference.building import served_rows
from bank_rs.model.reference.fields import NEWCOMER_MONTHS
from bank_rs.predictions.columns import DAY, FACTS, PROBABILITIES

WEEKS: Final = 4
UNTIL: Final = datetime(2016, 6, 30, tzinfo=UTC)
"""End of the week that a log is written for."""

MAY: Final = date(2015, 5, 28)
JUNE: Final = date(2015, 6, 28)

Plant = Callable[[pl.DataFrame], pl.DataFrame]
"""Changes rows as `with_history` returns them."""

_REGISTERED: Final = "registration_date"
_BITS: Final = 1 << np.arange(len(CODES), dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Bank:
    """Seventeen months of clients with their history."""

    rows: pl.DataFrame

    @classmethod
    def simulate(cls, clients: int, seed: int) -> Self:
        return cls(with_history(simulate(clients, seed=seed)))

    @property
    def months(self) -> list[date]:
        return sorted(self.rows["fetch_date"].unique())

    def month(self, day: date) -> pl.DataFrame:
        return self.rows.filter(pl.col("fetch_date") == day)

    def reference(self, champion: Champion, day: date) -> Reference:
        rows = self.month(day)
        alone = served_rows(champion, rows.drop(HISTORY))
        answers = Answers.of(alone.probabilities, alone.offered)
        return Reference.of(served_rows(champion, rows), answers, day)

    def weeks(self, seed: int) -> list[pl.DataFrame]:
        """The newest month's clients, each in one of four weeks."""
        mixed = self.month(self.months[-1]).sample(fraction=1, shuffle=True, seed=seed)
        size = mixed.height // WEEKS
        return [mixed.slice(week * size, size) for week in range(WEEKS)]


@dataclass(frozen=True, slots=True)
class Log:
    """A prediction log of one week.

    Attributes
    ----------
    folder
        Where it lies.
    champion, sha256
        The model that answers and its hash.
    until
        End of the week.
    """

    folder: Path
    champion: Champion
    sha256: str = "0" * 64
    until: datetime = UNTIL

    def write(self, rows: pl.DataFrame, withdrawn: str = "") -> None:
        """Write the answers to rows; a withdrawn product is offered to none."""
        served = served_rows(self.champion, rows)
        if withdrawn:
            served.offered[:, CODES.index(withdrawn)] = False
        for (day,), part in self.frame(rows, served).group_by(pl.col("time").dt.date()):
            (self.folder / f"{DAY}={day}").mkdir(parents=True, exist_ok=True)
            part.write_parquet(self.folder / f"{DAY}={day}" / "0.parquet")

    def frame(self, rows: pl.DataFrame, served: Served) -> pl.DataFrame:
        """Rows as the prediction log has them, their times spread evenly over the week."""
        features = self.champion.pipeline["features"]
        names = features.get_feature_names_out().tolist()
        seconds = np.linspace(7 * 86_400, 1, rows.height)
        unseen = served.unseen @ (1 << np.arange(len(CATEGORIES)))
        facts = pl.DataFrame(
            {
                "time": [self.until - timedelta(seconds=float(back)) for back in seconds],
                "request_id": [f"{place:x}" for place in range(rows.height)],
                "version": ["1"] * rows.height,
                "sha256": [self.sha256] * rows.height,
                "client": rows["id"].cast(pl.UInt64),
                "month": rows["fetch_date"],
                "unseen": unseen.astype(np.uint16),
                "offered": (served.offered * _BITS).sum(axis=1).astype(np.uint32),
            },
            schema=FACTS,
        )
        answers = pl.from_numpy(served.probabilities, list(PROBABILITIES))
        encoded = pl.from_numpy(features.transform(rows), names)
        return pl.concat([facts, answers, encoded], how="horizontal")


def _newcomers() -> pl.Expr:
    day, registered = pl.col("fetch_date"), pl.col(_REGISTERED)
    months = (day.dt.year() - registered.dt.year()) * 12 + (day.dt.month() - registered.dt.month())
    return (months <= NEWCOMER_MONTHS).fill_null(value=False)


def _income_of_a_month(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("income") / 12)


def _dead_channel(rows: pl.DataFrame) -> pl.DataFrame:
    counted = rows.filter(_newcomers())["entry_channel"].drop_nulls().value_counts(sort=True)
    gone = _newcomers() & (pl.col("entry_channel") == counted["entry_channel"][0])
    return rows.filter(~gone.fill_null(value=False))


def _activity_flipped(rows: pl.DataFrame) -> pl.DataFrame:
    active, active_type = pl.col("ind_client_activity"), rows.schema["ind_client_activity"]
    return rows.with_columns(ind_client_activity=(1 - active).cast(active_type))


def _ages_missing(rows: pl.DataFrame) -> pl.DataFrame:
    kept = pl.Series(np.random.default_rng(0).random(rows.height) >= 0.2)
    return rows.with_columns(pl.when(kept).then(pl.col("age")))


def _card_withdrawn(rows: pl.DataFrame) -> pl.DataFrame:
    others = ~np.uint32(mask_of("tjcr"))
    return rows.with_columns(owned=pl.Series(rows["owned"].to_numpy() & others))


def _new_province(rows: pl.DataFrame) -> pl.DataFrame:
    moved = pl.Series(np.random.default_rng(0).random(rows.height) < 0.03)
    code = pl.when(moved).then(99).otherwise(pl.col("province_code"))
    return rows.with_columns(province_code=code.cast(rows.schema["province_code"]))


def _younger_intake(rows: pl.DataFrame) -> pl.DataFrame:
    younger = pl.when(_newcomers()).then((pl.col("age") - 10).clip(0)).otherwise(pl.col("age"))
    return rows.with_columns(age=younger.cast(rows.schema["age"]))


PLANTS: Final[Mapping[str, tuple[Plant, str]]] = {
    "income of a month in place of a year's": (_income_of_a_month, "income: values"),
    "no newcomer through the channel that most come by": (
        _dead_channel,
        "newcomers, entry_channel: values",
    ),
    "activity 1 and 0 exchanged": (_activity_flipped, "ind_client_activity: values"),
    "20 % of ages null": (_ages_missing, "age: nulls"),
    "credit card withdrawn: held by none, offered to none": (
        _card_withdrawn,
        "held_tjcr: values",
    ),
    "3 % of clients in a province with a new code": (_new_province, "province_code: new values"),
    "newcomers 10 years younger": (_younger_intake, "newcomers, age: values"),
}
"""What is planted, and the reading that must raise it."""

SEASON: Final = "June 2015 after May 2015"
SEASON_READING: Final = "tax_account: just added"
