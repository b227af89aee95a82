import pytest

from bank_rs.data.contract import PanelError
from bank_rs.data.fidelity.subject import Subject


def test_subject_is_read_from_a_panel_file(panel_of, history_of, tmp_path):
    path = tmp_path / "panel.parquet"
    panel_of(*history_of(5, [1, 1])).collect().write_parquet(path)
    subject = Subject.read(path)
    assert subject.rows == 19
    assert subject.sample.clients == 2


@pytest.mark.parametrize("content", [None, b"not Parquet"])
def test_file_that_is_no_panel_is_refused(content, tmp_path):
    path = tmp_path / "panel.parquet"
    if content:
        path.write_bytes(content)
    with pytest.raises(PanelError, match="bank-rs ingest"):
        Subject.read(path)
