from datetime import date

import pytest

from bank_rs.data.whole_file import OutputError
from bank_rs.loop.outcomes import judge_month, read_outcomes, read_products, write_outcome
from bank_rs.loop.outcomes.store import OutcomeFileError


@pytest.fixture(scope="module")
def judged(log, new_month):
    return judge_month(log, new_month)


def test_outcome_is_read_as_it_was_written(judged, tmp_path):
    outcome, products = judged
    path = write_outcome(tmp_path / "outcomes", outcome, products)
    assert path.name == "2016-05.json"
    assert read_outcomes(path.parent) == [outcome]
    assert read_products(path.parent, outcome.month).equals(products)


def test_months_are_read_in_their_order(judged, tmp_path):
    outcome, products = judged
    months = [date(2016, 5, 28), date(2015, 12, 28), date(2016, 1, 28)]
    for month in months:
        write_outcome(tmp_path, outcome.model_copy(update={"month": month}), products)
    assert [one.month for one in read_outcomes(tmp_path)] == sorted(months)


def test_later_run_of_a_month_replaces_it(judged, tmp_path):
    outcome, products = judged
    write_outcome(tmp_path, outcome.model_copy(update={"gone": 1}), products[:3])
    write_outcome(tmp_path, outcome, products)
    assert read_outcomes(tmp_path) == [outcome]
    assert read_products(tmp_path, outcome.month).height == products.height


def test_no_folder_holds_no_months(tmp_path):
    assert read_outcomes(tmp_path / "nowhere") == []


def test_file_that_is_no_outcome_is_named_with_the_cure(judged, tmp_path):
    outcome, products = judged
    path = write_outcome(tmp_path, outcome, products)
    path.write_text("{}", "utf-8")
    with pytest.raises(OutcomeFileError, match=r"2016-05\.json is not .* judge that month again"):
        read_outcomes(tmp_path)
    path.with_suffix(".parquet").unlink()
    with pytest.raises(OutcomeFileError, match=r"2016-05\.parquet"):
        read_products(tmp_path, outcome.month)


def test_folder_that_cannot_be_written_is_named(judged, tmp_path):
    (tmp_path / "outcomes").write_text("")
    with pytest.raises(OutputError, match="outcomes"):
        write_outcome(tmp_path / "outcomes", *judged)
