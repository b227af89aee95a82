"""Pydantic's findings as fields and rules."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from bank_rs.data.values import RULE_BROKEN
from bank_rs.service.edge.problems import FieldError, ProblemError

Place = tuple[str | int, ...]

_MALFORMED: Final = 400
_UNPROCESSABLE: Final = 422
_LONGEST_NAME: Final = 32
_MOST_ERRORS: Final = 100
"""More than a record has fields; to name each of many would take long and help nobody."""

_BODY: Final = "body"

_RULES: Final = {
    "missing": "must be given",
    "extra_forbidden": "is not a field of the record, or is given twice",
    "json_invalid": "must be valid JSON",
}
_AN_OBJECT: Final = "must be a JSON object"
_NOT_AN_OBJECT: Final = frozenset(
    {"dict_type", "mapping_type", "model_type", "model_attributes_type", "dataclass_type"}
)
_SAYS_THE_RULE: Final = frozenset(
    {
        RULE_BROKEN,
        *("int_type", "int_parsing", "int_from_float", "float_type", "float_parsing"),
        *("bool_type", "bool_parsing", "string_type", "list_type", "literal_error", "enum"),
        *("greater_than", "greater_than_equal", "less_than", "less_than_equal", "finite_number"),
        *("too_long", "too_short", "string_too_long", "string_too_short"),
    }
)
"""Findings whose message holds the rule and no value that was sent."""


def problem_of(error: ValidationError) -> ProblemError:
    """What to answer to a body, or a query, that does not validate.

    Returns
    -------
    ProblemError
        400 if the body is not a JSON object, 422 with an entry for each broken field otherwise.
        A field of a list's item is named as ``history[2].fecha_dato``.
    """
    if error.error_count() > _MOST_ERRORS:
        broken = FieldError(field=_BODY, rule="must have only the fields that /docs names")
        return ProblemError(_UNPROCESSABLE, errors=[broken])
    return problem_of_errors(
        error.errors(include_url=False, include_context=False, include_input=False)
    )


def problem_of_errors(errors: Iterable[Mapping[str, Any]]) -> ProblemError:
    """As `problem_of`, of findings whose places start with the field."""
    entries: dict[str, str] = {}
    for error in errors:
        kind, place = error["type"], error["loc"]
        if kind == "json_invalid":
            return _malformed(_RULES[kind])
        if not place and kind in _NOT_AN_OBJECT:
            return _malformed(_AN_OBJECT)
        # further findings about one field are of its alternatives
        entries.setdefault(_field(place, kind), _rule(error))
    broken = [FieldError(field=field, rule=rule) for field, rule in entries.items()]
    return ProblemError(_UNPROCESSABLE, errors=broken)


def _malformed(rule: str) -> ProblemError:
    return ProblemError(_MALFORMED, errors=[FieldError(field=_BODY, rule=rule)])


def _field(place: Place, kind: str) -> str:
    if kind == "extra_forbidden" and not _is_harmless(str(place[-1])):
        place = place[:-1]
    written = ""
    for part in place:
        if isinstance(part, int):
            written += f"[{part}]"
        elif not written:
            written = part
        elif written.endswith("]"):
            written += f".{part}"
        else:
            # the name of an alternative of the field
            break
    return written or _BODY


def _is_harmless(name: str) -> bool:
    """Whether a name that only the client knows can be repeated."""
    return len(name) <= _LONGEST_NAME and name.isascii() and name.isprintable()


def _rule(error: Mapping[str, Any]) -> str:
    kind = error["type"]
    if kind in _RULES:
        return _RULES[kind]
    if kind in _NOT_AN_OBJECT:
        return _AN_OBJECT
    return str(error["msg"]) if kind in _SAYS_THE_RULE else "must be as /docs says"
