import pytest

from bank_rs.catalog import mask_of
from bank_rs.data.fidelity.baskets import compare_baskets
from bank_rs.data.fidelity.subject import Subject

CCO, TJCR, NOMINA, PENSION = (mask_of(code) for code in ("cco", "tjcr", "nomina", "nom_pens"))


def lines_of(panel):
    return {line.name: line for line in compare_baskets(Subject.of(panel))}


def test_buyers_are_counted_among_adjacent_records(panel_of, history_of):
    """Of client 0 sixteen pairs of months, of the buyer one; the month apart is none."""
    lines = lines_of(panel_of(*history_of(1, [0, CCO, None, CCO | TJCR])))
    assert lines["buyers"].found == pytest.approx(1 / 17)


def test_basket_is_what_is_added_at_once(panel_of, history_of):
    months = [0] * 12 + [CCO, CCO | TJCR, CCO | TJCR, CCO | TJCR | NOMINA | PENSION]
    lines = lines_of(panel_of(*history_of(1, months)))
    assert lines["basket: nomina+nom_pens"].found == 0.5
    assert lines["basket: cco"].found == 0.5
    assert lines["products added at once: 1"].found == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("months", "share"),
    [
        ([0, NOMINA | PENSION], 1),
        ([PENSION, NOMINA | PENSION], 1),
        ([PENSION, NOMINA], 1),
        ([0, NOMINA], 0),
    ],
)
def test_payroll_needs_the_pension(panel_of, history_of, months, share):
    lines = lines_of(panel_of(*history_of(1, months)))
    assert lines["nomina added: with or after nom_pens"].found == share
