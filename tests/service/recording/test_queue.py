import pytest

from bank_rs.service.recording.queue import Queue, rows_of


@pytest.fixture
def some(asked, answer, served):
    return lambda number, model=served: answer(asked[:number], model)


def test_queue_gives_what_came_in_its_order(some):
    times = iter(range(3))
    queue = Queue(clock=lambda: float(next(times)))
    put = [some(2), some(1), some(3)]
    for answered in put:
        queue.put(answered)
    taken = queue.take()
    assert [one.time for one in taken] == [0.0, 1.0, 2.0]
    assert all(one.answered is answered for one, answered in zip(taken, put, strict=True))
    assert rows_of(taken) == 6
    assert queue.take() == []


def test_slice_ends_where_it_has_its_rows(some):
    queue = Queue()
    for number in (2, 3, 4):
        queue.put(some(number))
    assert queue.rows == 9
    assert [rows_of(queue.take(5)) for _ in range(3)] == [5, 4, 0]
    assert queue.rows == 0


def test_slice_is_of_one_model(some, served, other):
    queue = Queue()
    for model in (served, served, other, served):
        queue.put(some(1, model))
    assert [rows_of(queue.take()) for _ in range(4)] == [2, 1, 1, 0]


def test_what_finds_no_room_is_counted_once(some):
    queue = Queue(most_rows=5)
    for number in (3, 3, 2, 1):
        queue.put(some(number))
    assert queue.take_refused() == 4
    assert queue.take_refused() == 0
    assert rows_of(queue.take()) == 5
    queue.put(some(5))
    assert rows_of(queue.take()) == 5
    assert queue.take_refused() == 0
