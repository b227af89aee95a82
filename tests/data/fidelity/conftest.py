from collections.abc import Iterable
from datetime import date

import polars as pl
import pytest

from bank_rs.data.fidelity.result import compare
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.published.months import MONTHS
from bank_rs.data.simulation import simulate

CLIENTS = 50_000
SOMEBODY = {"ind_employee": "N", "gender": "V", "age": 40, "owned": 0, "unknown": 0}


@pytest.fixture(scope="session")
def subject():
    """A simulated bank of 50,000 clients, about 1/19 of the real one."""
    return Subject.of(simulate(CLIENTS).lazy())


@pytest.fixture(scope="session")
def results(subject):
    return {result.block.name: result for result in compare(subject)}


@pytest.fixture(scope="session")
def panel_of():
    """A panel of hand-made records, in all months one of client 0 who holds nothing."""

    def make(*records: dict[str, object], fill: bool = True) -> pl.LazyFrame:
        filler = ({"id": 0, "fetch_date": month} for month in MONTHS) if fill else ()
        rows = [SOMEBODY | record for record in (*filler, *records)]
        return pl.LazyFrame(
            {name: [row.get(name) for row in rows] for name in PANEL_SCHEMA}, schema=PANEL_SCHEMA
        )

    return make


@pytest.fixture(scope="session")
def history_of():
    """Records of one client: what is held month after month from 2015-01 on, None where absent."""

    def make(
        client: int, masks: Iterable[int | None], **columns: object
    ) -> list[dict[str, object]]:
        days: list[tuple[date, int | None]] = list(zip(MONTHS, masks, strict=False))
        return [
            {"id": client, "fetch_date": day, "owned": mask} | columns
            for day, mask in days
            if mask is not None
        ]

    return make
