import numpy as np
import pytest

from bank_rs.catalog import CODES, mask_of
from bank_rs.data.fidelity.histories import Histories, IncompletePanelError, by_month
from bank_rs.data.published.months import MONTHS

CCO, TJCR = mask_of("cco"), mask_of("tjcr")


def test_records_are_sorted_by_client_and_month(panel_of, history_of):
    records = history_of(7, [CCO, None, TJCR]) + history_of(3, [TJCR])
    histories = Histories.read(panel_of(*reversed(records)))
    assert histories.starts.tolist() == [0, 17, 18]
    assert histories.month[17:].tolist() == [0, 0, 2]
    assert histories.owned[17:].tolist() == [TJCR, CCO, TJCR]


def test_gap_and_before_are_those_of_the_client(panel_of, history_of):
    histories = Histories.read(panel_of(*history_of(3, [CCO, None, TJCR])))
    assert histories.gap[17:].tolist() == [0, 2]
    assert histories.before[17:].tolist() == [0, CCO]


def test_added_is_what_was_not_held_a_month_before(panel_of, history_of):
    months = [TJCR, CCO | TJCR, TJCR, None, CCO | TJCR]
    histories = Histories.read(panel_of(*history_of(3, months)))
    assert histories.added[17:].tolist() == [0, CCO, 0, 0]


def test_taken_records_begin_anew(panel_of, history_of):
    records = history_of(3, [CCO, CCO]) + history_of(4, [TJCR], ind_employee=None)
    histories = Histories.read(panel_of(*records))
    late = histories.take(histories.month > 0)
    assert late.starts.tolist() == [0, 16]
    assert histories.take(histories.profiled).starts.size == 2
    assert histories.take(np.zeros_like(histories.first)).starts.size == 0


def test_panel_without_a_month_is_refused(panel_of, history_of):
    with pytest.raises(IncompletePanelError, match="compare one of all 17"):
        Histories.read(panel_of(*history_of(0, [CCO] * 16), fill=False))


def test_two_records_of_one_month_are_refused(panel_of, history_of):
    with pytest.raises(IncompletePanelError, match="remove one"):
        Histories.read(panel_of(*history_of(0, [CCO])))


def test_bits_are_counted_by_month():
    months = np.array([0, 0, 16], np.int8)
    found = by_month(months, np.array([CCO, CCO | TJCR, 0], np.uint32))
    assert found.shape == (24, len(MONTHS))
    assert found[CODES.index("cco"), 0] == 2
    assert found.sum() == 3
