"""The clients themselves: what stays the same from month to month."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.simulation.age import draw_ages
from bank_rs.data.simulation.draw import choose, ranks
from bank_rs.data.simulation.income import draw_incomes
from bank_rs.data.simulation.months import MONTHS
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.published import published
from bank_rs.data.simulation.registration import draw_registrations
from bank_rs.data.simulation.scores import Scores, draw_scores
from bank_rs.data.simulation.segment import INDIVIDUAL, STUDENT, TOP

_YES_NO_TRAITS: Final = (
    "male",
    "foreign",
    "relation_type_differs",
    "spouse_known",
    "spouse_yes",
    "tenure_unknown",
)


@dataclass(frozen=True, slots=True)
class Population:
    """Traits of each client, arrays of shape (clients,).

    Attributes
    ----------
    id
        Client number, int64, distinct.
    segment, later_segment, segment_change
        Position in ``SEGMENTS`` before and from the month index ``segment_change``, int8.
    registered_month, registered
        Month number and date of the first contract, int32 and datetime64[D].
    age, birthday
        Age at the 2015-07 load in years, and months until the next birthday, 1 to 12.
    province
        Position in the published table of provinces, -1 abroad.
    country, channel, employee, client_type
        Positions in the published tables of the same names.
    income
        Household income in euros, a multiple of 0.03; nan where unknown.
    male, foreign, deceased, relation_type_differs, spouse_known, spouse_yes, tenure_unknown
        Traits with two values; ``relation_type_differs`` marks clients whose relation type
        contradicts their activity.
    scores
        Tenure, age and income as standard normal scores.
    """

    id: NDArray[np.int64]
    segment: NDArray[np.int8]
    later_segment: NDArray[np.int8]
    segment_change: NDArray[np.int8]
    registered_month: NDArray[np.int32]
    registered: NDArray[np.datetime64]
    age: NDArray[np.int16]
    birthday: NDArray[np.int8]
    province: NDArray[np.int8]
    country: NDArray[np.int16]
    channel: NDArray[np.int8]
    employee: NDArray[np.int16]
    client_type: NDArray[np.int16]
    income: NDArray[np.float64]
    male: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    deceased: NDArray[np.bool_]
    relation_type_differs: NDArray[np.bool_]
    spouse_known: NDArray[np.bool_]
    spouse_yes: NDArray[np.bool_]
    tenure_unknown: NDArray[np.bool_]
    scores: Scores


def draw_population(rng: np.random.Generator, presence: Presence) -> Population:
    """Draw every client's traits from the published frequencies."""
    month, segment = draw_registrations(rng, presence)
    age, month = draw_ages(rng, month, segment, presence)
    country, province = _draw_addresses(rng, segment.size)
    changes, later = _draw_segment_changes(rng, segment)
    income = draw_incomes(rng, province, segment)
    return Population(
        id=_draw_ids(rng, month),
        segment=segment,
        later_segment=later,
        segment_change=changes,
        registered_month=month,
        registered=_draw_dates(rng, month),
        age=age,
        birthday=rng.integers(1, 13, age.size, np.int8),
        province=province,
        country=country,
        channel=_draw_channels(rng, segment),
        employee=_draw_kinds(rng, "employee", age.size),
        client_type=_draw_kinds(rng, "client_type", age.size),
        income=income,
        deceased=_draw_deaths(rng, age),
        **{trait: rng.random(age.size) < _rates()[trait] for trait in _YES_NO_TRAITS},
        scores=draw_scores(rng, month, age, income),
    )


def _rates() -> dict[str, float]:
    rates: dict[str, float] = published("profile")["rates"]
    return rates


def _draw_kinds(rng: np.random.Generator, name: str, size: int) -> NDArray[np.int16]:
    weights = np.array(list(published("profile")[name].values()), np.float64)
    return choose(rng, weights, size).astype(np.int16)


def _draw_addresses(
    rng: np.random.Generator, size: int
) -> tuple[NDArray[np.int16], NDArray[np.int8]]:
    """Country and province; only residents have a province."""
    table = published("profile")
    country = _draw_kinds(rng, "country", size)
    rows = np.array([row[1] for row in table["province"].values()], np.float64)
    province = choose(rng, rows, size)
    province[country != list(table["country"]).index("ES")] = -1
    return country, province.astype(np.int8)


def _draw_deaths(rng: np.random.Generator, age: NDArray[np.int16]) -> NDArray[np.bool_]:
    """The old die more; the slope is chosen so that the published share is met."""
    chance = _rates()["deceased"] * np.clip((age - 40) / 6.6, 0.05, 6.0)
    return rng.random(age.size) < chance


def _draw_ids(rng: np.random.Generator, registered_month: NDArray[np.int32]) -> NDArray[np.int64]:
    """Distinct numbers with the published quantiles that grow with the date of joining."""
    size = registered_month.size
    quantiles = published("profile")["id_quantiles"]
    marks = np.interp(np.arange(size + 1) / size, np.linspace(0, 1, len(quantiles)), quantiles)
    room = np.maximum(np.diff(marks) - 1, 0)
    numbers = (marks[:-1] + rng.random(size) * room).astype(np.int64)
    strays = rng.random(size) < 0.1
    score = registered_month + rng.random(size) + strays * rng.normal(0, 60, size)
    ids: NDArray[np.int64] = numbers[ranks(score)]
    return ids


def _draw_segment_changes(
    rng: np.random.Generator, segment: NDArray[np.int8]
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Month of the change and segment after it.

    Students grow into individuals, individuals into top clients and top clients back.
    """
    size = segment.size
    relative = np.array([3.0, 0.8, 1.1])[segment]
    changes = rng.random(size) < _rates()["segment_changes"] * relative
    when = np.where(changes, rng.integers(1, len(MONTHS), size), len(MONTHS))
    after = np.array([INDIVIDUAL, TOP, INDIVIDUAL], np.int8)[segment]
    return when.astype(np.int8), np.where(changes, after, segment).astype(np.int8)


def _draw_dates(rng: np.random.Generator, month: NDArray[np.int32]) -> NDArray[np.datetime64]:
    """A day of the month; the first contracts of the data date from 1995-01-16."""
    first = (month - 1970 * 12).astype("datetime64[M]")
    start = first.astype("datetime64[D]")
    following = (first + np.timedelta64(1, "M")).astype("datetime64[D]")
    length = (following - start).astype(np.int64)
    day = (rng.random(month.size) * length).astype(np.int64)
    day = np.where(month == 1995 * 12, np.maximum(day, 15), day)
    dates: NDArray[np.datetime64] = start + day.astype("timedelta64[D]")
    return dates


def _draw_channels(rng: np.random.Generator, segment: NDArray[np.int8]) -> NDArray[np.int8]:
    table = np.array(list(published("profile")["channel"].values()), np.float64)
    student = choose(rng, table[:, 0], segment.size)
    other = choose(rng, table[:, 1], segment.size)
    return np.where(segment == STUDENT, student, other).astype(np.int8)
