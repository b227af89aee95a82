from bank_rs.catalog import mask_of
from bank_rs.data.fidelity.drops import compare_drops
from bank_rs.data.fidelity.subject import Subject

RECIBO = mask_of("recibo")


def lines_of(panel):
    subject = Subject.of(panel)
    lines = {line.name: line for line in compare_drops(subject)}
    return lines, subject.sample.share


def test_endings_are_drops_and_leavers_less_returns(panel_of, history_of):
    dropped = history_of(1, [RECIBO, 0, *[0] * 15])
    left = history_of(2, [RECIBO, RECIBO])
    lines, share = lines_of(panel_of(*dropped, *left))
    assert round(lines["drops and leavers: recibo"].found * share) == 2
    assert round(lines["drops and leavers by month: recibo 2015-02"].found * share) == 1
    assert round(lines["drops"].found * share) == 1


def test_rows_without_a_profile_add_nothing(panel_of, history_of):
    """As in the published count: the client is no arrival, so its holding ends below zero."""
    hidden = history_of(1, [None, RECIBO, *[RECIBO] * 15], ind_employee=None)
    lines, share = lines_of(panel_of(*hidden))
    assert round(lines["drops and leavers: recibo"].found * share) == -1


def test_repurchase_is_an_addition_of_what_was_held_before(panel_of, history_of):
    again = history_of(1, [RECIBO, 0, RECIBO, RECIBO])
    anew = history_of(2, [0, 0, RECIBO])
    lines, _ = lines_of(panel_of(*again, *anew))
    assert lines["additions after a drop: recibo"].found == 0.5


def test_credit_card_may_come_back_more_often_than_published(panel_of, history_of):
    card = mask_of("tjcr")
    lines, _ = lines_of(panel_of(*history_of(1, [card, 0, card])))
    line = lines["additions after a drop: tjcr"]
    assert line.found == 1
    assert line.met
