import os
import stat

import polars as pl
import pytest

from bank_rs.data.contract import PanelError
from bank_rs.data.history_store import HistoryStore, write_history
from bank_rs.data.whole_file import OutputError
from tests.data.history_store.panels import day_of, panel_of, record_of


def write(panel: pl.DataFrame, folder):
    data, out = folder / "panel.parquet", folder / "history.months"
    panel.write_parquet(data)
    return write_history(data, out, lambda *_: None), out


def test_file_is_readable_by_its_owner_alone(tmp_path):
    old_mask = os.umask(0)
    try:
        _, out = write(panel_of({(1, 0): record_of(1)}), tmp_path)
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_file_is_as_long_as_its_header_says(panel, tmp_path):
    header, out = write(panel, tmp_path)
    assert out.stat().st_size == header.file_bytes
    assert HistoryStore.open(out).header == header
    assert header.clients == panel["id"].n_unique()


def test_clients_are_those_of_the_last_thirteen_months(tmp_path):
    months = {(client, client): record_of(1) for client in range(20)}
    header, out = write(panel_of(months), tmp_path)
    assert header.last_month == day_of(19, 1)
    assert HistoryStore.open(out).clients.tolist() == list(range(7, 20))


def test_same_panel_in_another_order_makes_the_same_file(panel, tmp_path):
    _, out = write(panel, tmp_path)
    first = out.read_bytes()
    write(panel.sample(fraction=1, shuffle=True, seed=1), tmp_path)
    assert out.read_bytes() == first


def test_two_records_of_a_client_in_a_month_are_refused(tmp_path):
    panel = panel_of({(1, 0): record_of(1)})
    with pytest.raises(PanelError, match="two records of one client in one month"):
        write(pl.concat([panel, panel]), tmp_path)
    assert not (tmp_path / "history.months").exists()


def test_panel_without_records_is_refused(panel, tmp_path):
    with pytest.raises(PanelError, match="the panel has no records"):
        write(panel.clear(), tmp_path)


def test_file_that_is_no_panel_is_refused(tmp_path):
    with pytest.raises(PanelError, match="is not a typed panel"):
        write(pl.DataFrame({"id": [1]}), tmp_path)


def test_panel_is_not_written_over(panel_file, tmp_path):
    link = tmp_path / "history.months"
    link.symlink_to(panel_file)
    before = panel_file.stat()
    with pytest.raises(OutputError, match="is the panel itself"):
        write_history(panel_file, link, lambda *_: None)
    assert panel_file.stat().st_mtime_ns == before.st_mtime_ns


def test_progress_rises_to_the_whole(panel_file, tmp_path):
    shown: list[tuple[str, float]] = []
    write_history(panel_file, tmp_path / "history.months", lambda *now: shown.append(now))
    shares = [share for _, share in shown]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert "2016-05" in dict(shown)
