"""One client record as JSON, read by the same rules as the bank's file."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import compress
from operator import itemgetter
from typing import Annotated, Any, Final

import polars as pl
from pydantic import AliasChoices, BaseModel, ConfigDict, create_model, field_validator
from pydantic import Field as Column
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from bank_rs.catalog import PRODUCTS
from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH
from bank_rs.data.fields import PANEL_SCHEMA, PROFILE
from bank_rs.data.history import HISTORY_MONTHS, Month
from bank_rs.data.status import STATUS_FIELDS, status_of
from bank_rs.data.values import RULE_BROKEN, Spelling, spelling_of, spelling_of_flag

_BITS: Final = tuple(1 << bit for bit in range(len(PRODUCTS)))
_flags_of: Final = itemgetter(*(product.slug for product in PRODUCTS))
_HISTORY_RULE: Final = "must be of months before the record's own, each given once"


class _Flags(BaseModel):
    model_config = ConfigDict(extra="forbid")

    @property
    def owned(self) -> int:
        """Ownership mask; a flag that is not known counts as not held."""
        return sum(compress(_BITS, _flags_of(self.__dict__)))

    @property
    def status(self) -> int:
        """Activity, relation and segment, see `status_of`."""
        return status_of(*map(self.__dict__.get, STATUS_FIELDS))


class _Record(_Flags):
    model_config = ConfigDict(
        title="ClientRecord",
        json_schema_extra={"examples": [EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH]},
    )

    def values(self) -> dict[str, Any]:
        """Typed values by the columns of the panel, ``owned`` among them."""
        return {**self.__dict__, "owned": self.owned}

    def months(self) -> list[Month]:
        """The given history, nearest month first, without months too long ago to matter."""
        found: list[Month] = [None] * HISTORY_MONTHS
        for earlier in self.__dict__["history"] or ():
            lag = _months_between(earlier.fetch_date, self.__dict__["fetch_date"])
            if lag <= HISTORY_MONTHS:
                found[lag - 1] = (earlier.owned, earlier.status)
        return found

    def to_panel(self) -> pl.DataFrame:
        """The record as a panel of one row, columns and dtypes of ``PANEL_SCHEMA``."""
        flags = zip(_BITS, _flags_of(self.__dict__), strict=True)
        unknown = sum(bit for bit, flag in flags if flag is None)
        values = self.values() | {"unknown": unknown}
        return pl.DataFrame([{name: values[name] for name in PANEL_SCHEMA}], schema=PANEL_SCHEMA)

    @field_validator("history", mode="after", check_fields=False)
    @classmethod
    def _earlier_months(
        cls, history: Sequence[Any] | None, info: ValidationInfo
    ) -> Sequence[Any] | None:
        own = info.data.get("fetch_date")
        if history and own:
            lags = [_months_between(month.fetch_date, own) for month in history]
            if min(lags) < 1 or len(set(lags)) < len(lags):
                raise PydanticCustomError(RULE_BROKEN, _HISTORY_RULE)
        return history


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _column(spelling: Spelling, names: tuple[str, str], required: bool = False) -> tuple[Any, Any]:
    return Annotated[Any, spelling], Column(
        default=... if required else None,
        validation_alias=AliasChoices(*names),
        description=f"{spelling.rule}; also accepted under the name {names[1]}",
    )


def _profile(*names: str) -> dict[str, Any]:
    return {
        field.name: _column(spelling_of(field), (field.column, field.name), field.required)
        for field in PROFILE
        if not names or field.name in names
    }


def _flags() -> dict[str, Any]:
    names = {product.slug: (product.column, product.english_column) for product in PRODUCTS}
    return {slug: _column(spelling_of_flag(), both) for slug, both in names.items()}


def _history() -> Any:  # noqa: ANN401 - a type made at run time
    months = Column(
        default=None,
        max_length=240,
        description="earlier months of the client, in any order; those more than "
        f"{HISTORY_MONTHS} months before count for nothing",
    )
    return list[PastMonth] | None, months


PastMonth = create_model(
    "PastMonth",
    __base__=_Flags,
    __doc__="What is known of a client in an earlier month.",
    **_profile("fetch_date", *STATUS_FIELDS),
    **_flags(),
)

ClientRecord = create_model(
    "ClientRecord",
    __base__=_Record,
    __doc__="One client in one month, under the raw file's names or the English ones.",
    **_profile(),
    **_flags(),
    history=_history(),
)


def read_record(record: Mapping[str, object]) -> pl.DataFrame:
    """A record as a panel of one row.

    Parameters
    ----------
    record
        As JSON has it, under the raw file's names or the English ones.

    Returns
    -------
    pl.DataFrame
        Shape (1, 26), columns and dtypes of ``PANEL_SCHEMA``.

    Raises
    ------
    ValueError
        If a value breaks its column's rule.
    """
    return ClientRecord.model_validate(record).to_panel()
