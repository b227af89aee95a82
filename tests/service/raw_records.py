"""Records as clients may spell them, oddities and nulls included, as Hypothesis makes them."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import PROFILE, Field, Kind
from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.status import RELATIONS, SEGMENTS

KNOWN = {
    "ind_employee": ("N", "A", "B", "F", "P", "S"),
    "country_of_residence": ("ES", "NA", "FR"),
    "gender": ("V", "H", "X"),
    "client_activity_1m": (*RELATIONS, "Z"),
    "entry_channel": ("KHE", "KAT", "KFC", "ZZZ"),
    "province_name": ("MADRID", "CORUÑA, A", "ATLANTIS"),
    "client_segment": (*SEGMENTS, "04 - NEW"),
}
"""Values the bank's file has, and some it never had."""

_ODD = {"age": (164,), "tenure_months": (-999999, -999999.0)}

DAYS = st.dates(date(1995, 1, 1), date(2100, 12, 31))
FLAGS = st.sampled_from([0, 1, "0", "1", " 1", "1.0", True, False, 1.0, None, "NA", ""])
MONTHS_BACK = st.lists(st.integers(1, HISTORY_MONTHS + 3), unique=True, max_size=4)


def _day(day: date) -> st.SearchStrategy[str]:
    return st.sampled_from([str(day), f"{day:%d-%m-%Y}", f" {day} "])


def _number(field: Field) -> st.SearchStrategy[Any]:
    number = st.integers(field.low, min(field.high, 10**9)).flatmap(_spelled_number)
    padded = [str(int(odd)).rjust(field.width) for odd in _ODD.get(field.name, ())]
    return number | st.sampled_from([*_ODD[field.name], *padded]) if padded else number


def _spelled_number(number: int) -> st.SearchStrategy[Any]:
    return st.sampled_from([number, float(number), str(number), f"  {number}", f"{number}.0"])


def _spelled(field: Field) -> st.SearchStrategy[Any]:
    if field.kind is Kind.DATE:
        return DAYS.flatmap(_day)
    if field.kind is Kind.INTEGER:
        return _number(field)
    if field.kind is Kind.NUMBER:
        amount = st.floats(0, 1e12)
        return amount | amount.map(repr)
    if field.kind is Kind.CODE:
        return st.sampled_from(["1", "1.0", 1, 1.0, 3, "P", "Z"])
    return st.sampled_from(field.allowed or KNOWN.get(field.name, ("1", "odd")))


def _value(field: Field) -> st.SearchStrategy[Any]:
    if field.required:
        return _spelled(field)
    return _spelled(field) | st.sampled_from([None, *field.null_tokens])


def _before(day: date, months: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return str(date(year, month + 1, 1))


_PROFILE = st.fixed_dictionaries(
    {}, optional={f.column: _value(f) for f in PROFILE if not f.required}
)
_HELD = st.fixed_dictionaries({}, optional={product.column: FLAGS for product in PRODUCTS})
_STATUS = st.fixed_dictionaries(
    {},
    optional={
        f.column: _value(f)
        for f in PROFILE
        if f.name in ("ind_client_activity", "client_activity_1m", "client_segment")
    },
)


@st.composite
def raw_records(draw: st.DrawFn) -> dict[str, Any]:
    """A record that must be answered, with a history or without."""
    day = draw(DAYS)
    record = {
        "fecha_dato": draw(_day(day)),
        "ncodpers": draw(st.integers(0, 10**12)),
        **draw(_PROFILE),
        **draw(_HELD),
    }
    months = draw(st.none() | MONTHS_BACK)
    if months is not None:
        record["history"] = [
            {"fecha_dato": _before(day, lag), **draw(_STATUS), **draw(_HELD)} for lag in months
        ]
    return record
