import os
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.service.edge.log_writer import LINES_KEPT, LogWriter
from tests.waiting import wait_until


@contextmanager
def pipe():
    reading, writing = os.pipe()
    try:
        yield reading, writing
    finally:
        os.close(reading)
        os.close(writing)


def lost(lines):
    return f"lost {lines}\n"


@given(st.lists(st.text("ab", max_size=6000)))
def test_lines_come_out_as_they_went_in(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("log") / "log"
    with path.open("wb") as output, LogWriter(output.fileno(), lost).running():
        pass
    with path.open("wb") as output:
        writer = LogWriter(output.fileno(), lost)
        with writer.running():
            for line in lines:
                writer.write(f"{line}\n")
    assert path.read_text() == "".join(f"{line}\n" for line in lines)


def test_lines_that_wait_are_written_within_a_moment(tmp_path):
    path = tmp_path / "log"
    with path.open("wb") as output:
        writer = LogWriter(output.fileno(), lost)
        with writer.running():
            writer.write("one\n")
            wait_until(lambda: path.read_text() == "one\n", 5)


def test_writer_that_ran_before_goes_on_after_a_block(tmp_path):
    path = tmp_path / "log"
    with path.open("wb") as output:
        writer = LogWriter(output.fileno(), lost)
        with writer.running():
            with writer.running():
                writer.write("one\n")
            assert path.read_text() == "one\n"
            writer.write("two\n")
            writer.flush()
            assert path.read_text() == "one\ntwo\n"


def test_reader_that_is_slow_holds_up_nobody_and_is_told_what_it_missed():
    with pipe() as (reading, writing):
        writer = LogWriter(writing, lost)
        line = "x" * 99 + "\n"
        with writer.running():
            # the pipe is full long before the last of these
            for _ in range(LINES_KEPT + 2000):
                writer.write(line)
            text = b""
            while b"lost" not in text:
                text += os.read(reading, 1 << 16)
    written, _, told = text.decode().partition("lost ")
    assert written == line * (len(written) // 100)
    assert int(told) + len(written) // 100 == LINES_KEPT + 2000


def test_end_does_not_wait_for_a_reader_that_never_reads():
    with pipe() as (_, writing):
        writer = LogWriter(writing, lost)
        with writer.running():
            for _ in range(2000):
                writer.write("x" * 99 + "\n")


def test_reader_that_is_gone_breaks_nothing():
    reading, writing = os.pipe()
    os.close(reading)
    writer = LogWriter(writing, lost)
    with writer.running():
        writer.write("one\n")
        writer.flush()
        writer.write("two\n")
    os.close(writing)


@pytest.mark.parametrize("size", [200, 5000])
def test_lines_of_several_writers_do_not_mix_in_a_pipe(size):
    with pipe() as (reading, writing):
        writers = [LogWriter(writing, lost) for _ in range(2)]
        with writers[0].running(), writers[1].running():
            for _ in range(60_000 // size):
                for name, writer in zip("ab", writers, strict=True):
                    writer.write(name * min(size, 4000) + "\n")
            text = b""
            while text.count(b"\n") < 2 * (60_000 // size):
                text += os.read(reading, 1 << 16)
    assert all(len(set(line)) == 1 for line in text.decode().splitlines())
