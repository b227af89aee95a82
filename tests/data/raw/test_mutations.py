"""Damaged files: each line is read as documented or set aside with a reason, and none is lost."""

import csv
from collections.abc import Callable, Iterator
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.data.raw import ingest, quarantine_of
from bank_rs.data.raw_writer import write_raw
from tests.data.raw.published import published_lines, write_lines
from tests.data.raw.reference import row_of

Mutation = Callable[[Random, bytes], bytes]


def cell_by_cell(change: Callable[[Random, list[bytes]], object]) -> Mutation:
    def mutation(random: Random, line: bytes) -> bytes:
        cells = line.split(b",")
        change(random, cells)
        return b",".join(cells)

    return mutation


def swap(random: Random, cells: list[bytes]) -> None:
    one, other = random.sample(range(len(cells)), 2)
    cells[one], cells[other] = cells[other], cells[one]


def spoil(random: Random, cells: list[bytes]) -> None:
    cells[random.randrange(len(cells))] = random.choice(
        [b"", b"NA", b"-1", b"x", b" 1 ", b"1.0", b"01", b"+1", b"1e3", b"inf", b"2016-02-30"]
    )


def insert(*texts: bytes) -> Mutation:
    def mutation(random: Random, line: bytes) -> bytes:
        place = random.randrange(len(line) + 1)
        return line[:place] + random.choice(texts) + line[place:]

    return mutation


MUTATIONS: dict[str, Mutation] = {
    "drop a field": cell_by_cell(lambda random, cells: cells.pop(random.randrange(len(cells)))),
    "add a field": cell_by_cell(lambda random, cells: cells.insert(random.randrange(9), b"0")),
    "swap columns": cell_by_cell(swap),
    "spoil a cell": cell_by_cell(spoil),
    "truncate": lambda random, line: line[: random.randrange(len(line))],
    "garbage bytes": lambda random, line: insert(random.randbytes(random.randrange(1, 20)))(
        random, line
    ),
    "stray quote": insert(b'"', b'""', b'",', b',"', b'","'),
    "control character": insert(b"\0", b"\r", b"\t", b"\x1b", b"\x7f"),
    "Latin-1": lambda _, line: line.replace(b",ES,", ",ESPAÑA,".encode("latin-1")),
    "UTF-16": lambda _, line: line.decode().encode("utf-16-le"),
    "another separator": lambda _, line: line.replace(b",", b";"),
    "upper and lower": lambda _, line: line.swapcase(),
    "twice": lambda _, line: line + b"\n" + line,
    "joined": lambda _, line: line + line,
    "blank line": lambda _, line: b"\n" + line,
    "Windows": lambda _, line: line + b"\r",
    "reversed": lambda _, line: line[::-1],
    "no change": lambda _, line: line,
}


@pytest.fixture(scope="module")
def lines(panel, tmp_path_factory) -> list[bytes]:
    path = tmp_path_factory.mktemp("raw") / "bank.csv"
    write_raw(panel.sample(1000, seed=1), path)
    return path.read_bytes().splitlines()[1:]


def outcome_of(lines: list[bytes]) -> Iterator[tuple[object, ...] | None]:
    """What each line should come to: a row of the panel, or None for the quarantine."""
    seen = set()
    for line in lines:
        row = row_of(line.removesuffix(b"\r"))
        key = row and (row[1], f"{row[0]:%Y-%m}")
        yield None if key in seen else row
        seen.add(key)


def assert_accounted(lines: list[bytes], folder, end: bytes = b"\n") -> None:
    """Every line of the file is in the panel or in the quarantine, in order and unchanged."""
    path = write_lines(folder / "raw.csv", *lines, end=end)
    out = folder / "panel.parquet"
    done = ingest(path, out, "quarantine")
    wanted = list(outcome_of(lines))
    assert done.read == len(lines)
    assert pl.read_parquet(out).rows() == [row for row in wanted if row is not None]
    refused = [number for number, row in enumerate(wanted) if row is None]
    assert done.quarantined == len(refused)
    if refused:
        with quarantine_of(out).open("rb") as file:
            text = (line.decode(errors="surrogateescape") for line in file)
            rows = list(csv.DictReader(text))
        assert [int(row["line"]) - 2 for row in rows] == refused
        assert all(row["rule"].startswith("must ") for row in rows)


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_of_each_of_a_thousand_rows_loses_none(name, lines, tmp_path):
    random = Random(name)
    mutated = b"\n".join(MUTATIONS[name](random, line) for line in lines)
    assert_accounted(mutated.split(b"\n"), tmp_path)


def test_all_mutations_mixed_in_a_thousand_rows_lose_none(lines, tmp_path):
    random = Random(0)
    chosen = [random.choice(list(MUTATIONS.values())) for _ in lines]
    mutated = b"\n".join(change(random, line) for change, line in zip(chosen, lines, strict=True))
    assert_accounted(mutated.split(b"\n"), tmp_path)


@pytest.mark.parametrize("start", [b"x^", b"x\x01", b"\x1f\x8b", b"(\xb5/\xfd"])
def test_line_that_begins_as_packed_bytes_do_is_not_unpacked(start, lines, tmp_path):
    assert_accounted([start + lines[0], *lines[1:9]], tmp_path)


CELLS = st.one_of(
    st.sampled_from(["", "0", "1", "NA", " 1", '"', '""', '"a"', '"a,b"', "2016-05-28", "1.0"]),
    st.text(max_size=5),
)


@given(
    drawn=st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.lists(CELLS, min_size=47, max_size=49).map(lambda cells: ",".join(cells).encode()),
            st.sampled_from([line.encode() for line in published_lines()[1:]]),
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=150)
def test_any_bytes_are_read_or_set_aside(drawn, tmp_path_factory):
    lines = b"\n".join(drawn).split(b"\n")
    assert_accounted(lines, tmp_path_factory.mktemp("raw"))
