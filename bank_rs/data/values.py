"""How one value of a JSON record is read: rules that run in Rust, by the table of the columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core import core_schema as core

from bank_rs.data.fields import FIRST_DATE, FLAG_RULE, LAST_DATE, Field, Kind

_WHOLE: Final = r"^[+-]?[0-9]{1,18}(?:\.0)?$"
_DECIMAL: Final = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_YEAR: Final = "(?:19[0-9]{2}|20[0-9]{2}|2100)"
"""Of ``FIRST_DATE`` to ``LAST_DATE``."""
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY: Final = "(?:0[1-9]|[12][0-9]|3[01])"
_ISO: Final = f"^{_YEAR}-{_MONTH}-{_DAY}$"
_DAY_FIRST: Final = f"^{_DAY}-{_MONTH}-{_YEAR}$"
_FLAG: Final = r"^[01](?:\.0)?$"
_NO_FLAG: Final = ("", "NA")
_TEXT: Final = core.str_schema(strict=True, strip_whitespace=True)
_NONE: Final = core.with_default_schema(core.none_schema(), default=None, on_error="default")
"""Makes None of anything."""

RULE_BROKEN: Final = "rule_broken"
"""Type of pydantic's error whose message is the rule, as "must be ..."."""

Json = JsonSchemaValue
Reading = tuple[Sequence[CoreSchema], tuple[Json, ...]]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Annotation of a field: what it accepts and how that is documented.

    Attributes
    ----------
    rule
        What a value must be, as the end of the sentence "age must be ...".
    schema
        Of pydantic-core. Text may have blanks around it; the null tokens become None.
    json
        JSON schemas of what is accepted.
    """

    rule: str
    schema: CoreSchema
    json: tuple[Json, ...]

    def __get_pydantic_core_schema__(self, source: object, _: GetCoreSchemaHandler) -> CoreSchema:
        """Take the place of the schema of the annotated type."""
        return self.schema

    def __get_pydantic_json_schema__(self, schema: CoreSchema, _: GetJsonSchemaHandler) -> Json:
        """Document what is accepted, not how it is read."""
        return {"anyOf": list(self.json)}


def spelling_of(field: Field) -> Spelling:
    """How a profile column is read."""
    readings, documented = _READINGS[field.kind](field)
    if field.required:
        return Spelling(field.rule, _first_of(readings, field.rule), documented)
    readings = [*readings, _nothing(field.null_tokens)]
    schema = core.nullable_schema(_first_of(readings, field.rule))
    if _STRING not in documented:
        documented = (*documented, _documented(_one_of(field.null_tokens)))
    return Spelling(field.rule, schema, (*documented, {"type": "null"}))


def spelling_of_flag() -> Spelling:
    """How a product flag is read: 1 held, 0 not held, None not known."""
    bounds: dict[str, Any] = {"ge": 0, "le": 1}
    readings = [
        core.int_schema(strict=True, **bounds),
        core.chain_schema([_text(_FLAG), core.int_schema()]),
        core.chain_schema([core.bool_schema(strict=True), core.int_schema()]),
        core.chain_schema([core.float_schema(strict=True), core.int_schema(**bounds)]),
        _nothing(_NO_FLAG),
    ]
    documented: tuple[Json, ...] = (
        {"type": "integer", "minimum": 0, "maximum": 1},
        _documented(_FLAG),
        _documented(_one_of(_NO_FLAG)),
        {"type": "boolean"},
        {"type": "null"},
    )
    schema = core.nullable_schema(_first_of(readings, FLAG_RULE))
    return Spelling(FLAG_RULE, schema, documented)


def _first_of(readings: Sequence[CoreSchema], rule: str) -> CoreSchema:
    return core.union_schema(
        list(readings),
        mode="left_to_right",
        custom_error_type=RULE_BROKEN,
        custom_error_message=f"must be {rule}",
    )


def _text(pattern: str) -> CoreSchema:
    return core.str_schema(strict=True, strip_whitespace=True, pattern=pattern)


def _nothing(tokens: Sequence[str]) -> CoreSchema:
    return core.chain_schema([_text(_one_of(tokens)), _NONE])


def _one_of(texts: Sequence[str]) -> str:
    """Pattern of some texts, none of which has a character that means something in a pattern."""
    return f"^(?:{'|'.join(texts)})$"


def _documented(*patterns: str) -> Json:
    """Texts that match once the blanks around them are gone."""
    inner = "|".join(pattern[1:-1] for pattern in patterns)
    return {"type": "string", "pattern": rf"^\s*(?:{inner})\s*$"}


def _integer(field: Field) -> Reading:
    bounds: dict[str, Any] = {"ge": field.low, "le": field.high}
    sentinel = [_sentinel(field)] if field.sentinel else []
    readings = [
        core.int_schema(strict=True, **bounds),
        core.chain_schema([_text(_WHOLE), core.int_schema(**bounds)]),
        *sentinel,
        core.chain_schema([core.float_schema(strict=True), core.int_schema(**bounds)]),
    ]
    number = {"type": "integer", "minimum": field.low, "maximum": field.high}
    unknown = [{"type": "integer", "const": int(field.sentinel)}] if field.sentinel else []
    return readings, (number, *unknown, _documented(_WHOLE))


def _sentinel(field: Field) -> CoreSchema:
    return core.chain_schema([core.literal_schema([int(field.sentinel)]), _NONE])


def _number(field: Field) -> Reading:
    bounds: dict[str, Any] = {"ge": field.low, "le": field.high, "allow_inf_nan": False}
    readings = [
        core.float_schema(strict=True, **bounds),
        core.chain_schema([_text(_DECIMAL), core.float_schema(**bounds)]),
    ]
    number = {"type": "number", "minimum": field.low, "maximum": field.high}
    return readings, (number, _documented(_DECIMAL))


def _date(_: Field) -> Reading:
    day = core.date_schema(ge=FIRST_DATE, le=LAST_DATE)
    turned = core.no_info_plain_validator_function(_day_last)
    readings = [
        core.chain_schema([_text(_ISO), day]),
        core.chain_schema([_text(_DAY_FIRST), turned, day]),
    ]
    return readings, (_documented(_ISO, _DAY_FIRST),)


def _day_last(text: str) -> str:
    day, month, year = text.split("-")
    return f"{year}-{month}-{day}"


def _category(field: Field) -> Reading:
    if field.allowed:
        allowed = core.chain_schema([_TEXT, core.literal_schema(list(field.allowed))])
        return [allowed], (_documented(_one_of(field.allowed)),)
    return [core.str_schema(strict=True, strip_whitespace=True, min_length=1)], (_STRING,)


def _code(field: Field) -> Reading:
    text = core.str_schema(strict=True, strip_whitespace=True, min_length=1)
    finite = core.float_schema(strict=True, allow_inf_nan=False)
    whole = core.chain_schema(
        [
            core.union_schema([core.int_schema(strict=True), finite]),
            core.str_schema(coerce_numbers_to_str=True),
        ]
    )
    readings = [core.no_info_after_validator_function(_without_point, text)]
    numbers = core.no_info_after_validator_function(_without_point, whole)
    return [*readings, numbers], (_STRING, {"type": "number"})


def _without_point(text: str) -> str:
    return text.removesuffix(".0")


_STRING: Final[Json] = {"type": "string"}

_READINGS: Final[Mapping[Kind, Callable[[Field], Reading]]] = {
    Kind.DATE: _date,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CATEGORY: _category,
    Kind.CODE: _code,
}
