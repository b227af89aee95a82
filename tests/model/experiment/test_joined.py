import polars as pl
from polars.testing import assert_frame_equal

from bank_rs.data.panel import read_panel, with_history
from bank_rs.model.experiment.joined import joined_parts


def test_parts_together_are_the_whole(bank):
    whole = with_history(read_panel(bank[0]))
    parts = list(joined_parts(bank[0], rows=whole.height // 3))
    assert len(parts) > 2
    keys = ["id", "fetch_date"]
    assert_frame_equal(pl.concat(parts).sort(keys), whole.sort(keys))


def test_small_panel_is_joined_at_once(bank):
    (part,) = joined_parts(bank[0])
    assert_frame_equal(part, with_history(read_panel(bank[0])))
