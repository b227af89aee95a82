"""Bodies and answers of the HTTP interface."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

import polars as pl
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from bank_rs.catalog import PRODUCTS
from bank_rs.data import fields
from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH
from bank_rs.data.record import panel_row, read_flag, read_value

_PYTHON_TYPES: dict[fields.Kind, type] = {
    fields.Kind.DATE: date,
    fields.Kind.INTEGER: int,
    fields.Kind.NUMBER: float,
    fields.Kind.CATEGORY: str,
    fields.Kind.CODE: str,
}


class _Record(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        title="ClientRecord",
        json_schema_extra={"examples": [EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH]},
    )

    def to_panel(self) -> pl.DataFrame:
        """The record as a panel of one row."""
        values = self.model_dump()
        flags = {product.code: values[product.slug] for product in PRODUCTS}
        return panel_row(values, flags)


Reader = Callable[[object], object]


def _column(
    names: tuple[str, str], read: Reader, json_type: type, rule: str, required: bool = False
) -> tuple[object, FieldInfo]:
    accepted = str | json_type | None
    description = f"{rule}; also accepted under the name {names[1]}"
    return (
        Annotated[json_type | None, BeforeValidator(read, json_schema_input_type=accepted)],
        FieldInfo(
            default=... if required else None,
            validation_alias=AliasChoices(*names),
            description=description,
        ),
    )


def _columns() -> dict[str, Any]:
    profile = {
        field.name: _column(
            (field.column, field.name),
            partial(read_value, field),
            _PYTHON_TYPES[field.kind],
            field.rule,
            field.required,
        )
        for field in fields.PROFILE
    }
    flags = {
        product.slug: _column(
            (product.column, product.english_column), read_flag, int, fields.FLAG_RULE
        )
        for product in PRODUCTS
    }
    return profile | flags


ClientRecord = create_model(
    "ClientRecord",
    __base__=_Record,
    __doc__="One client in one month, under the raw file's names or the English ones.",
    **_columns(),
)

Answer = dict[str, Literal[0, 1]]
"""Product names to 1 where the product is recommended."""

RawRecord = dict[str, str | int | float | None]
"""A client record as JSON, under the raw file's names."""


class Alive(BaseModel):
    """What answers."""

    status: Literal["Alive"] = "Alive"
    version: str = Field(description="version of the service")
    model_version: str = Field(description="version in the registry, or fingerprint of the copy")
    model_source: Literal["registry", "models"] = Field(description="where the model was found")
    up_time: float = Field(description="seconds since start")


class RandomClient(BaseModel):
    """A simulated client and the answer for it."""

    client: RawRecord
    prediction: Answer


class FieldError(BaseModel):
    """One field that breaks its rule."""

    field: str
    rule: str


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str = "about:blank"
    title: str
    status: int
    errors: list[FieldError] = []
