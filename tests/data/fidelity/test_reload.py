import pytest

from bank_rs.catalog import mask_of
from bank_rs.data.fidelity.reload import compare_reload
from bank_rs.data.fidelity.subject import Subject


def lines_of(panel):
    subject = Subject.of(panel)
    return {line.name: line for line in compare_reload(subject)}, subject.sample.share


def test_age_that_moves_before_the_load_is_missed(panel_of, history_of):
    moving = [{**r, "age": 30 + i} for i, r in enumerate(history_of(1, [0] * 3))]
    lines, _ = lines_of(panel_of(*moving))
    assert lines["the same up to 2015-07: age"].found == 0.5
    assert not lines["the same up to 2015-07: age"].met
    assert lines["the same up to 2015-07: tenure_months"].found == 1


def test_rows_without_a_profile_are_counted_with_their_clients(panel_of, history_of):
    null = mask_of("nomina", "nom_pens")
    lost = history_of(1, [0, 0, 0], ind_employee=None, unknown=null)
    late = history_of(2, [None] * 7 + [0], ind_employee=None)
    lines, share = lines_of(panel_of(*lost, *late))
    assert round(lines["without a profile: rows"].found * share) == 4
    assert round(lines["without a profile: clients"].found * share) == 2
    assert lines["without a profile: most records of a client"].found == 3
    assert lines["without a profile: rows from 2015-07 on"].found == 1
    assert not lines["without a profile: rows from 2015-07 on"].met
    assert round(lines["nomina null: all rows with nomina null"].found * share) == 3


@pytest.mark.parametrize(("active", "share"), [(1, 1.0), (0, 0.0)])
def test_activity_of_july_arrivals_is_that_of_those_without_a_june(
    panel_of, history_of, active, share
):
    arrived = history_of(1, [None] * 6 + [0], ind_client_activity=active)
    lines, _ = lines_of(panel_of(*arrived))
    name = "active clients: without a record in 2015-06 2015-07"
    assert lines[name].found == share
