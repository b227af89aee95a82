import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.dashboards.expression import Expression, is_metric
from bank_rs.service.metering.catalogue import names

NAMES = list(names(("200", "503")))


@given(st.sampled_from(NAMES), st.sampled_from(["", "*."]))
def test_names_of_the_catalogue_are_metrics(name, instance):
    assert is_metric(f"bank-rs.{instance}{name}")


@given(st.sampled_from(NAMES))
def test_names_with_a_part_more_or_less_are_not_metrics(name):
    assert not is_metric(f"bank-rs.{name}.more")
    assert not is_metric(f"bank-rs.two.more.{name}")
    assert not is_metric(name)


@pytest.mark.parametrize("path", ["bank-rs.target.*", "bank-rs.*.target_proba.*.sum"])
def test_wildcards_stand_for_names_of_the_catalogue(path):
    assert is_metric(path)


@pytest.mark.parametrize("path", ["bank-rs.response_code.6*", "bank-rs.target.mort", "bank-rs"])
def test_wildcards_that_stand_for_nothing_are_not_metrics(path):
    assert not is_metric(path)


def test_strings_numbers_and_words_are_not_read_as_metrics():
    read = Expression.read("alias(summarize(bank-rs.clients,'10y','sum',true),'the (one) name')")
    assert read.metrics == ("bank-rs.clients",)
    assert read.functions == ("alias", "summarize")
    assert list(Expression.read("scale(bank-rs.clients,-1.5e3)").faults()) == []


def test_parentheses_in_strings_do_not_count():
    assert Expression.read("alias(bank-rs.clients,'):')").unclosed == ""
