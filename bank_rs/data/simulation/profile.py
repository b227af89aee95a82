"""The 24 profile columns of one month."""

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.data.fields import PANEL_SCHEMA, PROFILE
from bank_rs.data.published import published
from bank_rs.data.published.months import FIRST_NUMBER, MONTHS, RELOAD
from bank_rs.data.published.segment import SEGMENTS
from bank_rs.data.simulation.departure import draw_departures
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.presence import Presence


class ProfileColumns:
    """Builds the profile columns of any month for a population.

    Parameters
    ----------
    population, presence
        Who the clients are and when they have records.
    rng
        Source of what changes from month to month.
    """

    def __init__(
        self, population: Population, presence: Presence, rng: np.random.Generator
    ) -> None:
        self._people = population
        self._presence = presence
        self._rng = rng
        self._static = _static_columns(population)
        self._reload_departures = self._draw_departures(RELOAD)

    def age(self, month: int) -> NDArray[np.int16]:
        """Age of every client in the month, in years; before 2015-07 that of July."""
        grown = max(month - RELOAD, 0) >= self._people.birthday
        return (self._people.age + grown).astype(np.int16)

    def at(self, month: int, active: NDArray[np.bool_]) -> pl.DataFrame:
        """Return one row per client with a record in the month, in the order of clients."""
        rows = np.flatnonzero(self._presence.at(month))
        frame = self._static[rows].with_columns(
            pl.lit(MONTHS[month]).alias("fetch_date"),
            **self._dated(month, rows),
            **self._fresh(month, rows, active[rows]),
            **self._departing(month, rows),
            ind_client_activity=pl.Series(active[rows].astype(np.int32)),
        )
        if month < RELOAD:
            lost = pl.Series(self._presence.without_profile[rows])
            names = [f.name for f in PROFILE if f.name not in ("fetch_date", "id")]
            frame = frame.with_columns(
                pl.when(~lost).then(pl.col(name)).alias(name) for name in names
            )
        return frame.select(pl.col(f.name).cast(PANEL_SCHEMA[f.name]) for f in PROFILE)

    def _dated(self, month: int, rows: NDArray[np.int64]) -> dict[str, pl.Series]:
        """Age, tenure and newness; before 2015-07 as that load says."""
        people = self._people
        told = max(month, RELOAD)
        tenure = FIRST_NUMBER + told - people.registered_month[rows]
        newest = np.datetime64(_six_months_before(told))
        return {
            "age": pl.Series(self.age(month)[rows]),
            "tenure_months": pl.Series(np.maximum(tenure, 0)).set(
                pl.Series(people.tenure_unknown[rows]), None
            ),
            "ind_new_client": pl.Series((people.registered[rows] > newest).astype(np.int8)),
        }

    def _fresh(
        self, month: int, rows: NDArray[np.int64], active: NDArray[np.bool_]
    ) -> dict[str, pl.Series]:
        """Columns that are often null in the first records of fresh clients."""
        people = self._people
        late = (self._presence.late & (self._presence.first == month))[rows]
        unset = late | (people.unassigned[rows] & (month >= RELOAD))
        untyped = late & (self._rng.random(rows.size) < published("profile")["rates"]["untyped"])
        client_type = people.client_type[rows]
        relation = np.where(active ^ people.relation_type_differs[rows], 0, 1)
        types = tuple(published("profile")["client_type"])
        former = (client_type == types.index("3")) | (client_type == types.index("4"))
        relation = np.where(former, 2, relation)
        relation = np.where(client_type == types.index("P"), 3, relation)
        channels = tuple(published("profile")["channel"])
        return {
            "client_segment": _category(SEGMENTS, people.segment_at(month)[rows], unset),
            "entry_channel": _category(channels, people.channel[rows], unset),
            "client_type_1m": _category(types, client_type, untyped),
            "client_activity_1m": _category(("A", "I", "P", "R"), relation, untyped),
        }

    def _departing(self, month: int, rows: NDArray[np.int64]) -> dict[str, pl.Series]:
        """Clients no longer primary at the month's end; before 2015-07 those of that load."""
        known = month <= RELOAD
        days = (self._reload_departures if known else self._draw_departures(month))[rows]
        return {
            "client_relationship_status": pl.Series(np.where(np.isnat(days), 1, 99)),
            "last_date_as_primary": pl.Series(days),
        }

    def _draw_departures(self, month: int) -> NDArray[np.datetime64]:
        silent = np.isnan(self._people.income) | self._people.unassigned
        return draw_departures(self._rng, self._presence, silent, month)


def _six_months_before(month: int) -> date:
    earlier = FIRST_NUMBER + month - 6
    return date(earlier // 12, earlier % 12 + 1, 28)


def _category(
    names: tuple[str, ...], codes: NDArray[np.generic], null: NDArray[np.bool_] | None = None
) -> pl.Series:
    """Names of the codes; null where asked and where the code is negative."""
    places = codes.astype(np.int64)
    missing = places < 0 if null is None else null | (places < 0)
    gathered = pl.Series(list(names), dtype=pl.String).gather(np.maximum(places, 0))
    return gathered.set(pl.Series(missing), None)


def _static_columns(people: Population) -> pl.DataFrame:
    table = published("profile")
    home = list(table["country"]).index("ES")
    abroad = people.country != home
    codes = np.array([row[0] for row in table["province"].values()] + [0])
    yes_no = ("N", "S")
    return pl.DataFrame(
        {
            "id": people.id,
            "ind_employee": _category(tuple(table["employee"]), people.employee),
            "country_of_residence": _category(tuple(table["country"]), people.country),
            "gender": _category(("H", "V"), people.male),
            "registration_date": people.registered,
            "ind_resident": _category(yes_no, ~abroad),
            "ind_foreigner": _category(yes_no, people.foreign),
            "ind_spouse_employee": _category(("", *yes_no), people.spouse, people.spouse == 0),
            "ind_deceased": _category(yes_no, people.deceased),
            "address_type": np.ones(people.id.size, np.int8),
            "province_code": pl.Series(codes[people.province]).set(pl.Series(abroad), None),
            "province_name": _category(tuple(table["province"]), people.province),
            "income": pl.Series(people.income).fill_nan(None),
        }
    )
