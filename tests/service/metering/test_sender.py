import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from bank_rs.service.metering.sender import GraphiteSender
from tests.service.carbon import Carbon

SECONDS = 0.3
LINES = b"bank-rs.a 1 1230\nbank-rs.b 2 1230\n"


def sender_to(port):
    return GraphiteSender("127.0.0.1", port, "bank-rs", SECONDS)


@contextmanager
def listening(answer=None) -> Iterator[int]:
    """A port where each connection is handed to a function."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        if answer:
            thread = Thread(target=lambda: answer(server.accept()[0]))
            thread.start()
        yield server.getsockname()[1]
        if answer:
            thread.join()


def test_lines_arrive():
    carbon = Carbon()
    with carbon.listening():
        sender_to(carbon.port).send_socket(LINES)
        assert carbon.received.wait(5)
    assert carbon.lines == [["bank-rs.a", "1", "1230"], ["bank-rs.b", "2", "1230"]]


def test_closed_port_is_refused(closed_port):
    with pytest.raises(ConnectionRefusedError):
        sender_to(closed_port).send_socket(LINES)


def test_graphite_that_does_not_read_has_not_taken_the_lines():
    """The kernel took them."""
    with listening() as port, pytest.raises(TimeoutError):
        sender_to(port).send_socket(LINES)


def test_graphite_that_reads_too_little_has_not_taken_the_lines():
    def read_some(connection):
        connection.recv(10)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    # reset before the end of the lines, or before they are ended
    with listening(read_some) as port, pytest.raises(OSError, match=r"reset|not connected|[Pp]ipe"):
        sender_to(port).send_socket(LINES)


def test_full_connection_times_out():
    with listening() as port, pytest.raises(TimeoutError):
        sender_to(port).send_socket(LINES * 1_000_000)


def test_whoever_answers_is_not_graphite():
    def answer(connection):
        with connection:
            while connection.recv(1000):
                pass
            connection.sendall(b"HTTP/1.1 400\r\n")

    with listening(answer) as port, pytest.raises(ConnectionError, match="answers"):
        sender_to(port).send_socket(LINES)
