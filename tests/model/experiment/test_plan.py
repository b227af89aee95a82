from pathlib import Path

import pytest

from bank_rs.model.experiment.plan import (
    POPULARITY,
    SEED,
    SHIPPED,
    Plan,
    UnknownCandidateError,
    chosen,
)
from bank_rs.model.experiment.requirements import PackageMissingError, check_installed


def test_shipped_candidate_and_popularity_are_always_there():
    assert [each.name for each in chosen(["comeback"])] == [POPULARITY, "comeback", SHIPPED]


def test_without_names_all_are_compared():
    assert {POPULARITY, SEED, SHIPPED} < {each.name for each in chosen([])}


def test_unknown_candidate_is_refused_with_the_known_ones():
    with pytest.raises(UnknownCandidateError, match="no candidate oracle: choose from popularity,"):
        chosen(["oracle"])


def test_plan_with_its_packages_installed_is_accepted():
    Plan(data=Path("panel.parquet"), candidates=chosen([]), tune_minutes=1).check()


def test_package_that_is_not_there_is_named_with_the_cure():
    with pytest.raises(PackageMissingError, match=r"needs no_such_package.*requirements-dev\.txt"):
        check_installed(["polars", "no_such_package"])
