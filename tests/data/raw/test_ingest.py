import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.data.raw import OutputError, RawFileError, ingest, read_raw
from bank_rs.data.raw.block import BLOCK_BYTES
from bank_rs.data.raw_writer import write_raw
from bank_rs.data.simulation import simulate
from tests.data.raw.published import PUBLISHED, changed, published_lines, write_lines

FIRST = published_lines()[1]
OTHERS = published_lines()[2:]


def test_second_record_of_a_client_and_month_is_refused(tmp_path):
    path = write_lines(tmp_path / "raw.csv", FIRST, OTHERS[0], changed(FIRST, age=" 99"))
    with pytest.raises(RawFileError, match="line 4, column ncodpers: the value must be there once"):
        read_raw(path)


@pytest.mark.parametrize(
    ("end", "cure"),
    [("", "line 4"), (",0,0", "have 48 comma-separated fields"), ("\x00", "control characters")],
    ids=["cut", "fields", "nul"],
)
def test_broken_line_is_refused_with_its_number(tmp_path, end, cure):
    lines = [FIRST, OTHERS[0], OTHERS[1] + end if end else OTHERS[1][:80]]
    path = write_lines(tmp_path / "raw.csv", *lines, end=b"\n" if end else b"")
    with pytest.raises(RawFileError, match=r"line 4: the line must ") as refusal:
        read_raw(path)
    assert cure in str(refusal.value)


def test_file_cut_inside_its_last_line_is_said_to_be_cut(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_bytes(PUBLISHED.read_bytes()[:-2])
    with pytest.raises(RawFileError, match="line 28: the line must be whole, and the file ends"):
        read_raw(path)


def test_last_line_may_lack_its_newline(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_bytes(PUBLISHED.read_bytes().removesuffix(b"\n"))
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_bytes(b"\xef\xbb\xbf" + PUBLISHED.read_bytes().replace(b"\n", b"\r\n"))
    assert read_raw(path).equals(read_raw(PUBLISHED))


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_file_of_one_block_keeps_its_rows(tmp_path, more):
    """The rows are as long as a block, or a byte more or less."""
    second = changed(OTHERS[0], nomprov="")
    rest = BLOCK_BYTES + more - len(f"{FIRST}\n{second}\n".encode())
    path = write_lines(tmp_path / "raw.csv", FIRST, changed(second, nomprov="x" * rest))
    assert read_raw(path)["id"].to_list() == [1552848, 21728]


def test_first_of_duplicates_in_several_blocks_is_kept(tmp_path):
    long = "x" * (BLOCK_BYTES // 4)
    records = [(client, age) for age in range(20, 24) for client in range(100, 105)]
    lines = [
        changed(FIRST, ncodpers=f"{client:7}", age=f"{age:3}", nomprov=long)
        for client, age in records
    ]
    path = write_lines(tmp_path / "raw.csv", *lines)
    done = ingest(path, tmp_path / "panel.parquet", "quarantine")
    assert (done.read, done.written, done.quarantined) == (20, 5, 15)
    panel = pl.read_parquet(tmp_path / "panel.parquet")
    assert panel.select("id", "age").rows() == records[:5]


def test_quotes_where_the_bank_has_none_change_nothing(tmp_path):
    text = pl.read_csv(PUBLISHED, infer_schema=False)
    text.write_csv(tmp_path / "raw.csv", quote_style="always")
    assert read_raw(tmp_path / "raw.csv").equals(read_raw(PUBLISHED))


def test_doubled_quote_is_one_quote(tmp_path):
    line = changed(FIRST, nomprov="a,b").replace('"a,b"', '"a""b"')
    assert read_raw(write_lines(tmp_path / "raw.csv", line))["province_name"][0] == 'a"b'


def test_quoted_line_end_makes_two_broken_lines(tmp_path):
    line = changed(FIRST, nomprov="a,b").replace('"a,b"', '"a\nb"')
    path = write_lines(tmp_path / "raw.csv", line, *OTHERS)
    done = ingest(path, tmp_path / "panel.parquet", "quarantine")
    assert (done.read, done.written, done.quarantined) == (28, 26, 2)


def test_line_of_ten_million_characters_is_one_refused_row(tmp_path):
    path = write_lines(tmp_path / "raw.csv", FIRST, "x" * 10**7, *OTHERS)
    done = ingest(path, tmp_path / "panel.parquet", "quarantine")
    assert (done.read, done.written, done.quarantined) == (28, 27, 1)


def test_header_without_rows_is_refused(tmp_path):
    path = write_lines(tmp_path / "raw.csv", end=b"\n")
    with pytest.raises(RawFileError, match="a header and no rows"):
        read_raw(path)


def test_ingest_writes_the_rows_it_reads_and_says_how_far_it_is(tmp_path):
    said: list[tuple[int, float]] = []
    out = tmp_path / "deep" / "panel.parquet"
    done = ingest(PUBLISHED, out, on_progress=lambda rows, share: said.append((rows, share)))
    assert (done.read, done.written, done.quarantined) == (27, 27, 0)
    assert said[-1] == (27, 1.0)
    assert pl.read_parquet(out).equals(read_raw(PUBLISHED))
    assert [file.name for file in out.parent.iterdir()] == ["panel.parquet"]


def test_ingest_that_fails_leaves_what_was_there(tmp_path):
    path = write_lines(tmp_path / "raw.csv", FIRST, "cut")
    out = tmp_path / "panel.parquet"
    out.write_bytes(b"of yesterday")
    with pytest.raises(RawFileError):
        ingest(path, out)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["panel.parquet", "raw.csv"]
    assert out.read_bytes() == b"of yesterday"


def test_ingest_does_not_write_over_its_input(tmp_path):
    path = write_lines(tmp_path / "raw.csv", FIRST)
    with pytest.raises(OutputError, match="is the file to read"):
        ingest(path, path)
    (tmp_path / "link.parquet").hardlink_to(path)
    with pytest.raises(OutputError, match="is the file to read"):
        ingest(path, tmp_path / "link.parquet")
    assert read_raw(path).height == 1


@given(st.integers(1, 400), st.integers(1, 17), st.integers(0, 2**16))
@settings(max_examples=10)
def test_simulated_bank_is_the_same_by_csv_and_by_parquet(tmp_path_factory, clients, months, seed):
    folder = tmp_path_factory.mktemp("bank")
    panel = simulate(clients, months=months, seed=seed)
    if panel.is_empty():
        return
    panel.write_parquet(folder / "simulated.parquet")
    for raw in (folder / "bank.csv", folder / "bank.zip"):
        write_raw(panel, raw)
        assert ingest(raw, folder / "panel.parquet").written == panel.height
        ingested = pl.read_parquet(folder / "panel.parquet")
        assert ingested.equals(pl.read_parquet(folder / "simulated.parquet"))


@pytest.mark.parametrize("on_error", ["stop", "quarantine"])
def test_full_disk_is_one_sentence_and_leaves_nothing(panel_csv, small_disk, on_error):
    folder, limited = small_disk
    bank_rs = Path(sys.executable).with_name("bank-rs")
    out = folder / "panel.parquet"
    result = subprocess.run(
        [*limited, bank_rs, "ingest", panel_csv, "--out", out, "--on-error", on_error],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert f"{out} cannot be written (" in result.stderr
    assert list(folder.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 64 kB, and what a command is to start with.

    Who may not mount a disk gets the kernel's limit on the size of files instead, which makes a
    write fail half way just as well.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield folder, [] if mounted else ["bash", "-c", 'ulimit -f 64; exec "$@"', "-"]
    if mounted:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture(scope="module")
def panel_csv(panel, tmp_path_factory):
    path = tmp_path_factory.mktemp("raw") / "bank.csv"
    write_raw(panel, path)
    return path
