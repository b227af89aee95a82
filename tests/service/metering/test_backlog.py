from hypothesis import given
from hypothesis import strategies as st

from bank_rs.service.metering.backlog import Backlog
from bank_rs.service.metering.board import KEPT_SECONDS, Board
from bank_rs.service.metering.layout import RECORD_BYTES
from bank_rs.service.metering.ledger import Ledger

KEPT = 4
INTERVAL = KEPT_SECONDS // KEPT


class Pushes:
    """A backlog of four, to which pushes of two points are added."""

    def __init__(self):
        self.board = Board.make(interval=INTERVAL)
        self.backlog = Backlog(self.board)

    def add(self, slot, *lines):
        self.backlog.make_room()
        self.backlog.write(self.backlog.head, slot, lines or (b"a\n", b"%d\n" % slot))
        Ledger(self.board).commit(self.board.totals())

    def dropped(self):
        return int(self.board.totals()["dropped"][0])


def test_pushes_come_oldest_first():
    pushes = Pushes()
    for slot in (10, 20, 30):
        pushes.add(slot)
    assert pushes.backlog.oldest(2) == (2, b"a\n10\na\n20\n")
    assert pushes.backlog.waiting == 3
    assert pushes.backlog.last_slot == 30


def test_push_delivered_before_goes_along_once_more():
    pushes = Pushes()
    for slot in (10, 20, 30):
        pushes.add(slot)
    pushes.backlog.delivered(2)
    assert pushes.backlog.oldest(9) == (3, b"a\n20\na\n30\n")


def test_oldest_is_let_go_when_there_is_no_room():
    pushes = Pushes()
    for slot in range(10, 10 * (KEPT + 3), 10):
        pushes.add(slot)
    assert pushes.backlog.waiting == KEPT
    assert pushes.dropped() == 4
    assert pushes.backlog.oldest(1) == (3, b"a\n30\n")


def test_last_push_written_anew_waits_again():
    pushes = Pushes()
    pushes.add(10)
    pushes.add(20)
    pushes.backlog.delivered(2)
    pushes.backlog.write(1, 20, [b"new\n"])
    assert pushes.backlog.oldest(9) == (2, b"a\n10\nnew\n")


def test_push_without_room_for_all_lines_keeps_the_first():
    pushes = Pushes()
    line = b"x" * (RECORD_BYTES // 2 - 1) + b"\n"
    pushes.add(10, line, line, line)
    assert pushes.backlog.oldest(1) == (1, line + line)
    assert pushes.dropped() == 1


def test_push_not_committed_is_not_there():
    pushes = Pushes()
    pushes.backlog.write(0, 10, [b"a\n"])
    assert pushes.backlog.waiting == 0
    assert pushes.backlog.oldest(9) == (0, b"")


@given(st.lists(st.one_of(st.none(), st.integers(1, 6)), max_size=40))
def test_every_push_is_delivered_once_in_order_or_dropped(steps):
    """None adds a push; a number delivers so many at most."""
    pushes = Pushes()
    added, arrived = 0, []
    for most in (*steps, *[KEPT] * 2):
        if most is None:
            added += 1
            pushes.add(added)
            continue
        before = added - pushes.backlog.waiting
        upto, lines = pushes.backlog.oldest(most)
        slots = [int(line) for line in lines.split(b"\n") if line not in (b"", b"a")]
        arrived += [slot for slot in slots if slot > before]
        pushes.backlog.delivered(upto)
    assert arrived == sorted(set(arrived))
    assert len(arrived) + pushes.dropped() / 2 == added
    assert not pushes.backlog.waiting
