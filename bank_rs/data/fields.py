"""The 24 profile columns of the bank's record: names, types and the rules of their values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import polars as pl

from bank_rs.catalog import PRODUCTS


class Kind(StrEnum):
    """How a column's text is read."""

    DATE = "date"
    INTEGER = "whole number"
    NUMBER = "number"
    CATEGORY = "text"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Field:
    """One profile column.

    Attributes
    ----------
    name
        English name, used in the code and in the typed panel.
    column
        Spanish name, used in the raw file.
    kind
        How the text is read.
    width
        The raw file pads the value with blanks on the left to this width, the null token too.
    null
        The raw file's null token, without its padding.
    sentinel
        A number that stands for "not known" in a row whose profile is otherwise present.
    low, high
        Inclusive bounds of a number.
    allowed
        The only values a category may take; empty when any text is allowed.
    required
        Whether a record without a value is refused.
    """

    name: str
    column: str
    kind: Kind
    width: int = 0
    null: str = ""
    sentinel: str = ""
    low: int = 0
    high: int = 0
    allowed: tuple[str, ...] = ()
    required: bool = False

    @property
    def null_tokens(self) -> tuple[str, ...]:
        """Texts that mean "no value" once blanks are stripped.

        ``NA`` is one only for numbers: as a country of residence it is Namibia.
        """
        numeric = self.kind in (Kind.INTEGER, Kind.NUMBER)
        return ("", "NA", *filter(None, [self.sentinel])) if numeric else ("",)

    @property
    def rule(self) -> str:
        """What a value must be, as the end of the sentence "age must be ..."."""
        if self.allowed:
            return f"one of {', '.join(self.allowed)}"
        match self.kind:
            case Kind.DATE:
                return f"a date as YYYY-MM-DD or DD-MM-YYYY between {FIRST_DATE} and {LAST_DATE}"
            case Kind.INTEGER | Kind.NUMBER:
                return f"a {self.kind} between {self.low:,} and {self.high:,}"
            case Kind.CATEGORY | Kind.CODE:
                return "text"


FIRST_DATE: Final = date(1900, 1, 1)
LAST_DATE: Final = date(2100, 12, 31)
DATE_LENGTH: Final = len("2016-04-28")

_DATE, _INTEGER, _NUMBER = Kind.DATE, Kind.INTEGER, Kind.NUMBER
_CATEGORY, _CODE = Kind.CATEGORY, Kind.CODE
_YES_NO: Final = ("S", "N")

PROFILE: Final = (
    Field("fetch_date", "fecha_dato", _DATE, required=True),
    Field("id", "ncodpers", _INTEGER, 7, low=0, high=10**12, required=True),
    Field("ind_employee", "ind_empleado", _CATEGORY),
    Field("country_of_residence", "pais_residencia", _CATEGORY),
    Field("gender", "sexo", _CATEGORY),
    Field("age", "age", _INTEGER, 3, "NA", low=0, high=200),
    Field("registration_date", "fecha_alta", _DATE),
    Field("ind_new_client", "ind_nuevo", _INTEGER, 2, "NA", low=0, high=1),
    Field("tenure_months", "antiguedad", _INTEGER, 7, "NA", "-999999", -100, 2400),
    Field("client_relationship_status", "indrel", _INTEGER, 2, "NA", low=0, high=99),
    Field("last_date_as_primary", "ult_fec_cli_1t", _DATE),
    Field("client_type_1m", "indrel_1mes", _CODE),
    Field("client_activity_1m", "tiprel_1mes", _CATEGORY),
    Field("ind_resident", "indresi", _CATEGORY, allowed=_YES_NO),
    Field("ind_foreigner", "indext", _CATEGORY, allowed=_YES_NO),
    Field("ind_spouse_employee", "conyuemp", _CATEGORY, allowed=_YES_NO),
    Field("entry_channel", "canal_entrada", _CATEGORY),
    Field("ind_deceased", "indfall", _CATEGORY, allowed=_YES_NO),
    Field("address_type", "tipodom", _INTEGER, 2, "NA", low=0, high=99),
    Field("province_code", "cod_prov", _INTEGER, 2, "NA", low=0, high=99),
    Field("province_name", "nomprov", _CATEGORY),
    Field("ind_client_activity", "ind_actividad_cliente", _INTEGER, 2, "NA", low=0, high=1),
    Field("income", "renta", _NUMBER, low=0, high=10**12),
    Field("client_segment", "segmento", _CATEGORY),
)

FLAG_WIDTH: Final = {"ind_nomina_ult1": 2, "ind_nom_pens_ult1": 2}
"""The two product flags the raw file pads; they alone are ever null, as ``NA``."""

FLAG_RULE: Final = "0 or 1"
"""What a product flag must be, as the end of the sentence "the flag must be ..."."""

RAW_COLUMNS: Final = (*(f.column for f in PROFILE), *(p.column for p in PRODUCTS))
"""The 48 columns of the raw file, in its order."""

_DTYPES: Final = {
    Kind.DATE: pl.Date(),
    Kind.INTEGER: pl.Int32(),
    Kind.NUMBER: pl.Float64(),
    Kind.CATEGORY: pl.String(),
    Kind.CODE: pl.String(),
}

PANEL_SCHEMA: Final = pl.Schema(
    {field.name: _DTYPES[field.kind] for field in PROFILE}
    | {"id": pl.Int64(), "owned": pl.UInt32(), "unknown": pl.UInt32()}
)
"""Columns of the typed panel, one row per client and month.

``owned`` has bit ``i`` set where product ``i`` is held, ``unknown`` where its flag was null.
A null flag counts as not held.
"""
