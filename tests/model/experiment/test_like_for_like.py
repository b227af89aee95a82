import pytest
from polars.testing import assert_frame_equal

from bank_rs.data.panel import read_panel, with_history
from bank_rs.model.experiment.like_for_like import rows_for
from bank_rs.model.seed import protocol_a, protocol_b


@pytest.mark.parametrize(("name", "protocol"), [("A", protocol_a), ("B", protocol_b)])
def test_protocol_of_the_useful_rows_is_that_of_all(bank, name, protocol):
    useful, whole = rows_for(bank[0], name), with_history(read_panel(bank[0]))
    few, everything = protocol(useful), protocol(whole)
    assert few.targets == everything.targets
    assert_frame_equal(few.train, everything.train)
    assert_frame_equal(few.test, everything.test)
