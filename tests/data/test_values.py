import json
from datetime import date
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bank_rs.data.fields import PROFILE
from bank_rs.data.values import RULE_BROKEN, spelling_of, spelling_of_flag

FIELDS = {field.name: field for field in PROFILE}


class Anything:
    """A type of no meaning: its annotation says how values are read."""


def reader(spelling):
    return TypeAdapter(Annotated[Anything, spelling])


READERS = {name: reader(spelling_of(field)) for name, field in FIELDS.items()}
FLAG = reader(spelling_of_flag())


@pytest.mark.parametrize(
    ("name", "value", "typed"),
    [
        ("fetch_date", "28-04-2016", date(2016, 4, 28)),
        ("fetch_date", "2016-04-28", date(2016, 4, 28)),
        ("age", " 64", 64),
        ("age", 50.0, 50),
        ("age", 50, 50),
        ("age", "50.0", 50),
        ("age", "+5", 5),
        ("age", " NA", None),
        ("age", None, None),
        ("tenure_months", "    145", 145),
        ("tenure_months", -999999, None),
        ("tenure_months", " -999999", None),
        ("income", "87218.1", 87218.1),
        ("income", 36372, 36372.0),
        ("income", "1e5", 100000.0),
        ("client_type_1m", 1, "1"),
        ("client_type_1m", 1.0, "1"),
        ("client_type_1m", "1.0", "1"),
        ("client_type_1m", "P", "P"),
        ("country_of_residence", "NA", "NA"),
        ("client_segment", "  ", None),
        ("entry_channel", "never seen", "never seen"),
        ("age", 164, 164),
    ],
)
def test_value_is_read_as(name, value, typed):
    assert READERS[name].validate_python(value) == typed
    assert READERS[name].validate_json(json.dumps(value)) == typed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fetch_date", None),
        ("fetch_date", "2016-02-30"),
        ("fetch_date", "30-02-2016"),
        ("fetch_date", "16-4-28"),
        ("fetch_date", "0001-01-01"),
        ("fetch_date", 20160428),
        ("id", ""),
        ("id", True),
        ("id", 10**30),
        ("id", 1e300),
        ("age", "fifty"),
        ("age", 50.5),
        ("age", float("nan")),
        ("age", []),
        ("age", "٥٠"),
        ("age", "1_0"),
        ("income", float("inf")),
        ("income", "1e400"),
        ("income", -0.01),
        ("ind_resident", "Q"),
        ("entry_channel", 7),
        ("ind_new_client", 2),
    ],
)
def test_value_breaking_its_rule_is_refused_with_the_rule_only(name, value):
    for read, given_as in (("validate_python", value), ("validate_json", json.dumps(value))):
        with pytest.raises(ValidationError) as refusal:
            getattr(READERS[name], read)(given_as)
        (error,) = refusal.value.errors()
        assert error["msg"] == f"must be {FIELDS[name].rule}"
        assert error["type"] == RULE_BROKEN


def test_half_a_surrogate_pair_is_refused():
    with pytest.raises(ValidationError):
        READERS["entry_channel"].validate_python("\ud800")


@pytest.mark.parametrize("value", [1, 1.0, "1", " 1", "1.0", True])
def test_flag_is_read_as_held(value):
    assert FLAG.validate_python(value) == FLAG.validate_json(json.dumps(value)) == 1


@pytest.mark.parametrize("value", [0, 0.0, "0", " 0", "0.0", False])
def test_flag_is_read_as_not_held(value):
    assert FLAG.validate_python(value) == FLAG.validate_json(json.dumps(value)) == 0


@pytest.mark.parametrize("value", [None, "", "NA", " NA"])
def test_flag_is_read_as_not_known(value):
    assert FLAG.validate_python(value) is None


@pytest.mark.parametrize("value", [2, -1, 0.5, "yes", "2", [], {}, float("nan")])
def test_flag_breaking_its_rule_is_refused(value):
    with pytest.raises(ValidationError, match="must be 0 or 1"):
        FLAG.validate_python(value)


JSON = (
    st.none() | st.booleans() | st.integers(-(10**19), 10**19) | st.floats() | st.text(max_size=9)
)


def read(reader, how, value):
    try:
        return repr(getattr(reader, how)(value))
    except ValidationError:
        return "refused"


@given(name=st.sampled_from(sorted(FIELDS)), value=JSON)
@settings(max_examples=1000)
def test_value_is_read_alike_from_json_and_from_its_objects(name, value):
    told = read(READERS[name], "validate_json", json.dumps(value))
    assert told == read(READERS[name], "validate_python", value)
