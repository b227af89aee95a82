import stat

import pytest

from bank_rs.predictions.journal import FOLDER
from bank_rs.predictions.journals import Journals
from bank_rs.predictions.sealing import journals as files
from tests.predictions.rows import DAY, MODEL, NOON, OTHER, made

SECONDS = 300
MOST_ROWS = 10


@pytest.fixture
def journals(tmp_path):
    journals = Journals(tmp_path / "log", SECONDS, MOST_ROWS)
    journals.prepare()
    yield journals
    journals.close()


def test_folders_are_for_their_owner_alone(journals, tmp_path):
    for path in (tmp_path / "log", tmp_path / "log" / FOLDER):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_one_journal_takes_what_a_model_answers(journals, tmp_path):
    for _ in range(3):
        journals.append(MODEL, made(), NOON)
    assert len(files(tmp_path / "log")) == 1
    assert not journals.close_done(NOON, [MODEL])


@pytest.mark.parametrize(
    ("later", "rows", "used"),
    [
        (SECONDS, 1, ()),
        (DAY / 2, 1, (MODEL,)),
        (1, MOST_ROWS, (MODEL,)),
        (1, 1, (OTHER,)),
    ],
    ids=["old", "of yesterday", "full", "of a model that answers no more"],
)
def test_journal_ends_when_it_is(journals, tmp_path, later, rows, used):
    journals.append(MODEL, made(number=rows), NOON)
    assert journals.close_done(NOON + later, used)
    journals.append(MODEL, made(), NOON + later)
    assert len(files(tmp_path / "log")) == 2


def test_journal_ends_at_midnight_though_it_is_young(journals):
    midnight = NOON + DAY / 2
    journals.append(MODEL, made(), midnight - 1)
    assert not journals.close_done(midnight - 0.5, [MODEL])
    assert journals.close_done(midnight, [MODEL])


def test_journal_stays_where_nobody_asks(journals):
    journals.append(MODEL, made(), NOON)
    assert not journals.close_done(NOON + SECONDS - 1)


def test_models_that_answer_by_turns_keep_their_journals(journals, tmp_path):
    for _ in range(2):
        for origin in (MODEL, OTHER):
            journals.append(origin, made(origin), NOON)
        assert not journals.close_done(NOON, [MODEL, OTHER])
    assert len(files(tmp_path / "log")) == 2


def test_journal_that_was_deleted_is_made_anew(journals, tmp_path):
    journals.append(MODEL, made(), NOON)
    files(tmp_path / "log")[0].unlink()
    journals.append(MODEL, made(), NOON)
    assert len(files(tmp_path / "log")) == 1
