"""A board and the processes that share it: real ones."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from bank_rs.service.metering.board import Board
from bank_rs.service.metering.metrics import Metrics
from tests.waiting import wait_until

CONTEXT = multiprocessing.get_context("spawn")
REQUESTS = 500
DESCRIPTORS = Path("/proc/self/fd")


def count(board, place):
    metrics = Metrics(board, place)
    for _ in range(REQUESTS):
        metrics.count_response("/predict", 200, 1.0)


def count_and_die(board, place):
    count(board, place)
    os.kill(os.getpid(), signal.SIGKILL)


def lead_and_wait(board, pipe):
    pipe.send(board.lead())
    pipe.recv()


def run(*processes):
    for process in processes:
        process.start()
    for process in processes:
        process.join()


@pytest.fixture
def board():
    return Board.make(workers=2)


def answered(board):
    return int(board.totals()["codes"].sum())


def test_processes_count_on_the_same_board(board):
    run(*(CONTEXT.Process(target=count, args=(board, place)) for place in (0, 1)))
    assert answered(board) == 2 * REQUESTS


def test_what_a_killed_process_counted_is_not_lost(board):
    for _ in range(2):
        run(CONTEXT.Process(target=count_and_die, args=(board, 0)))
    assert answered(board) == 2 * REQUESTS


def test_lead_is_with_one_process_until_it_is_gone(board):
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=lead_and_wait, args=(board, theirs))
    process.start()
    assert ours.recv()
    assert not board.lead()
    process.kill()
    wait_until(board.lead)
    process.join()


def test_boards_are_apart():
    first, second = Board.make(), Board.make()
    Metrics(first).count_response("/", 200, 1.0)
    assert answered(first) == 1
    assert answered(second) == 0


def test_board_that_is_gone_leaves_no_descriptor():
    before = len(list(DESCRIPTORS.iterdir()))
    for _ in range(5):
        Board.make()
    assert len(list(DESCRIPTORS.iterdir())) == before
