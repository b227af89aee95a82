"""The law of the log: what was appended is what is read, whatever happened in between."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from polars.testing import assert_frame_equal

from bank_rs.predictions.journal import Journal
from bank_rs.predictions.journals import Journals
from bank_rs.predictions.reading import NoPredictionsError, scan_predictions
from bank_rs.predictions.sealing import journals, seal
from tests.predictions.rows import DAY, MODEL, NOON, OTHER, expected, made

ORIGINS = st.sampled_from([MODEL, OTHER])
NUMBERS = st.integers(1, 4)
SECONDS = 100


class Log(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.temporary = TemporaryDirectory()
        self.folder = Path(self.temporary.name) / "log"
        self.now = NOON
        self.noted = []
        self.number = 0
        self.start()

    def teardown(self):
        self.writing.close()
        self.temporary.cleanup()

    def start(self):
        self.writing = Journals(self.folder, SECONDS, most_rows=6)
        self.writing.prepare()

    def new(self, origin, number):
        rows = made(origin, number, self.number, self.now)
        self.number += number
        return rows

    @rule(origin=ORIGINS, number=NUMBERS)
    def append(self, origin, number):
        rows = self.new(origin, number)
        self.writing.append(origin, rows, self.now)
        self.noted.append(expected(origin, rows))

    @rule(seconds=st.sampled_from([1, SECONDS, DAY]))
    def wait(self, seconds):
        self.now += seconds

    @rule(used=st.lists(ORIGINS, max_size=2))
    def end_some(self, used):
        self.writing.close_done(self.now, used)

    @rule(origin=ORIGINS, number=NUMBERS, offset=st.integers(0, 1000))
    def kill_while_it_appends(self, origin, number, offset):
        """Of the last append the kernel has taken some bytes."""
        rows = self.new(origin, number)
        journal = Journal.create(self.folder / "journals", origin, self.now)
        with journal.path.open("ab") as file:
            file.write(rows.tobytes()[:offset])
        if offset >= rows.itemsize:
            self.noted.append(expected(origin, rows[: offset // rows.itemsize]))
        journal.close()
        self.writing.close()
        self.start()

    @rule(origin=ORIGINS, offset=st.integers(0, 150))
    def kill_while_it_begins_a_journal(self, origin, offset):
        journal = Journal.create(self.folder / "journals", origin, self.now)
        begun = journal.path.read_bytes()[:offset]
        journal.path.write_bytes(begun)
        journal.close()

    @rule()
    def seal(self):
        for path in journals(self.folder):
            seal(path, self.folder)

    @rule()
    def kill_before_the_journal_is_deleted(self):
        for path in journals(self.folder):
            content = path.read_bytes()
            seal(path, self.folder)
            if not path.exists():
                path.write_bytes(content)

    @invariant()
    def what_is_noted_is_read(self):
        try:
            read = scan_predictions(self.folder).collect()
        except NoPredictionsError:
            read = pl.DataFrame()
        noted = pl.concat([pl.DataFrame(), *self.noted], how="diagonal")
        if noted.height or read.height:
            assert_frame_equal(
                read.sort("request_id"), noted.sort("request_id"), check_column_order=False
            )


TestLog = Log.TestCase
TestLog.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
