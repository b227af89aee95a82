from datetime import date

from bank_rs.catalog import mask_of
from bank_rs.data.fidelity.junior import compare_junior
from bank_rs.data.fidelity.subject import Subject

JUNIOR, CCO = mask_of("ctju"), mask_of("cco")


def lines_of(panel):
    return {line.item: line for line in compare_junior(Subject.of(panel))}


def test_junior_account_is_lost_at_20(panel_of, history_of):
    until = [{**r, "age": 19} for r in history_of(1, [JUNIOR] * 10)]
    since = {"id": 1, "fetch_date": date(2015, 11, 28), "age": 20, "owned": CCO}
    lines = lines_of(panel_of(*until, since))
    assert lines["held at 20 or more"].found == 0
    assert lines["lost by those who turn 20"].found == 1
    assert lines["exchanged for cco at 20"].found == 1


def test_junior_account_of_adults_is_missed(panel_of, history_of):
    lines = lines_of(panel_of(*history_of(1, [JUNIOR] * 17, age=25)))
    assert not lines["held at 20 or more"].met
