"""The clients themselves: what stays the same from month to month."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.months import MONTHS
from bank_rs.data.published.scale import scale_of
from bank_rs.data.simulation.age import draw_ages
from bank_rs.data.simulation.allotment import allot
from bank_rs.data.simulation.channel import draw_channels
from bank_rs.data.simulation.disclosure import draw_known_incomes
from bank_rs.data.simulation.identity import draw_ids
from bank_rs.data.simulation.income import draw_incomes, draw_leanings
from bank_rs.data.simulation.place import draw_places
from bank_rs.data.simulation.presence import Presence
from bank_rs.data.simulation.registration import draw_registrations
from bank_rs.data.simulation.registration_day import draw_registration_days
from bank_rs.data.simulation.scores import Scores, draw_scores

Records = NDArray[np.int8]

_YES_NO_TRAITS: Final = ("male", "foreign", "relation_type_differs", "tenure_unknown")


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
    country, channel, employee, client_type, spouse
        Positions in the published tables of the same names.
    income
        Household income in euros, a multiple of 0.03; nan where unknown.
    household
        Number of the household, int32. Its clients live in one province and share the income.
    male, foreign, deceased, relation_type_differs, tenure_unknown, unassigned
        Traits with two values; ``relation_type_differs`` marks clients whose relation type
        contradicts their activity, ``unassigned`` those who never get a segment and channel.
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
    channel: NDArray[np.int16]
    employee: NDArray[np.int16]
    client_type: NDArray[np.int16]
    spouse: NDArray[np.int16]
    income: NDArray[np.float64]
    household: NDArray[np.int32]
    male: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    deceased: NDArray[np.bool_]
    relation_type_differs: NDArray[np.bool_]
    tenure_unknown: NDArray[np.bool_]
    unassigned: NDArray[np.bool_]
    scores: Scores

    def segment_at(self, month: int) -> NDArray[np.int8]:
        """Segment of each client in a month, int8."""
        changed = month >= self.segment_change
        return np.where(changed, self.later_segment, self.segment).astype(np.int8)


def draw_population(rng: np.random.Generator, presence: Presence) -> Population:
    """Draw every client's traits from the published frequencies."""
    records = presence.records()
    month, segment = draw_registrations(rng, presence)
    age, month = draw_ages(rng, month, segment, presence)
    place = draw_places(rng, month, presence)
    unassigned = _draw_unassigned(rng, presence)
    assigned = np.where(unassigned, 0, records - presence.late).astype(np.int8)
    known = draw_known_incomes(rng, presence, place, segment, unassigned)
    lean = draw_leanings(rng, place, segment, month)
    income, household = draw_incomes(rng, place, lean, known, records)
    return Population(
        id=draw_ids(rng, month, presence),
        segment=segment,
        registered_month=month,
        registered=draw_registration_days(rng, month, segment, presence.first, records),
        age=age,
        channel=draw_channels(rng, segment, assigned),
        client_type=_draw_kinds(rng, "client_type", assigned),
        income=income,
        household=household,
        unassigned=unassigned,
        scores=draw_scores(rng, month, age, income),
        **_draw_segment_changes(rng, segment),
        **_draw_address(rng, place, records),
        **_draw_person(rng, age, records),
    )


def _draw_kinds(rng: np.random.Generator, name: str, records: Records) -> NDArray[np.int16]:
    return allot(rng, np.array(list(published("profile")[name].values()), np.float64), records)


def _draw_share(rng: np.random.Generator, name: str, records: Records) -> NDArray[np.bool_]:
    rate = published("profile")["rates"][name]
    return allot(rng, np.array([1 - rate, rate]), records).astype(np.bool_)


def _draw_unassigned(rng: np.random.Generator, presence: Presence) -> NDArray[np.bool_]:
    """Some of the clients who come with the load of 2015-07."""
    dormant = np.flatnonzero(presence.dormant)
    count = round(published("presence")["unset_in_reload"] * scale_of(presence.first.size))
    unassigned = np.zeros(presence.first.size, np.bool_)
    unassigned[rng.permutation(dormant)[:count]] = True
    return unassigned


def _draw_address(
    rng: np.random.Generator, place: NDArray[np.int16], records: Records
) -> dict[str, Any]:
    """Province, and Spain for those who have one; another country for those abroad."""
    table = published("profile")
    home = list(table["country"]).index("ES")
    weights = np.array(list(table["country"].values()), np.float64)
    weights[home] = 0
    country = np.full(place.size, home, np.int16)
    at_home = place < len(table["province"])
    abroad = np.flatnonzero(~at_home)
    country[abroad] = allot(rng, weights, records[abroad])
    return {"country": country, "province": np.where(at_home, place, -1).astype(np.int8)}


def _draw_person(
    rng: np.random.Generator, age: NDArray[np.int16], records: Records
) -> dict[str, Any]:
    """What depends on nothing but, for deaths, on the age."""
    return {
        "birthday": rng.integers(1, 13, age.size, np.int8),
        "deceased": _draw_deaths(rng, age, records),
        **{name: _draw_kinds(rng, name, records) for name in ("employee", "spouse")},
        **{trait: _draw_share(rng, trait, records) for trait in _YES_NO_TRAITS},
    }


def _draw_deaths(
    rng: np.random.Generator, age: NDArray[np.int16], records: Records
) -> NDArray[np.bool_]:
    """The old die more; the slope with age is chosen here, the rows are the published share."""
    rate = published("profile")["rates"]["deceased"]
    odds = np.clip((age - 40) / 6.6, 0.05, 6.0)
    order = np.argsort(rng.standard_exponential(age.size) / odds)
    dead = np.zeros(age.size, np.bool_)
    rows = np.cumsum(records[order], dtype=np.int64)
    dead[order] = rows <= rate * rows[-1]
    return dead


def _draw_segment_changes(rng: np.random.Generator, segment: NDArray[np.int8]) -> dict[str, Any]:
    """Month of the change and segment after it.

    Students grow into individuals, individuals into top clients or back into students, top
    clients into individuals.
    """
    rates = np.array(list(published("profile")["segment_changes"].values()))
    edges = np.cumsum(rates, axis=1)[segment]
    later = (rng.random(segment.size)[:, None] >= edges).sum(axis=1)
    changes = later < len(rates)
    when = np.where(changes, rng.integers(1, len(MONTHS), segment.size), len(MONTHS))
    return {
        "segment_change": when.astype(np.int8),
        "later_segment": np.where(changes, later, segment).astype(np.int8),
    }
