import pytest
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from bank_rs.data.values import RULE_BROKEN
from bank_rs.service.edge.broken_rules import problem_of

SECRET = "ESMERALDA-77"


class Month(BaseModel):
    model_config = ConfigDict(extra="forbid")
    fecha_dato: int


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid")
    age: int | bool | None
    history: list[Month] = []


def refused(body):
    with pytest.raises(ValidationError) as error:
        Record.model_validate_json(body)
    problem = problem_of(error.value)
    assert SECRET not in f"{problem} {problem.errors}"
    return problem.status, {error.field: error.rule for error in problem.errors}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b'{"age":' + SECRET.encode(), b"[" * 100_000, b'{"age": NaN,}'],
    ids=["empty", "cut", "bytes", "word", "deep", "comma"],
)
def test_malformed_json_is_400(body):
    assert refused(body) == (400, {"body": "must be valid JSON"})


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b'"ESMERALDA-77"'])
def test_what_is_no_object_is_400(body):
    assert refused(body) == (400, {"body": "must be a JSON object"})


def test_alternatives_of_a_field_are_one_entry():
    status, errors = refused(f'{{"age": "{SECRET}"}}')
    assert status == 422
    assert list(errors) == ["age"]


def test_missing_field_is_named():
    assert refused("{}") == (422, {"age": "must be given"})


def test_field_of_an_item_is_named_with_its_place():
    months = (
        f'[{{"fecha_dato": 1}}, {{"fecha_dato": "{SECRET}"}}, {{}}, 7, {{"fecha_dato":1,"x":1}}]'
    )
    _, errors = refused(f'{{"age": 1, "history": {months}}}')
    assert list(errors) == [
        "history[1].fecha_dato",
        "history[2].fecha_dato",
        "history[3]",
        "history[4].x",
    ]
    assert errors["history[3]"] == "must be a JSON object"


@pytest.mark.parametrize("name", [f"{SECRET}{'x' * 30}", "имя клиента", "a\\nb", "x" * 33])
def test_unknown_field_is_named_only_if_its_name_is_short_and_plain(name):
    _, errors = refused(f'{{"age": 1, "{name}": 1}}')
    assert list(errors) == ["body"]


def test_unknown_field_with_a_plain_name_is_named():
    _, errors = refused('{"age": 1, "edad": 1}')
    assert errors == {"edad": "is not a field of the record, or is given twice"}


@pytest.mark.parametrize(
    ("kind", "rule"), [(RULE_BROKEN, "must be odd"), ("other", "must be as /docs says")]
)
def test_rule_is_told_only_where_its_words_are_known(kind, rule):
    finding = {"type": PydanticCustomError(kind, "must be odd"), "loc": ("age",), "input": SECRET}
    error = ValidationError.from_exception_data("Record", [finding])
    assert problem_of(error).errors[0].rule == rule
