"""The wire to Graphite."""

import socket
import time

import graphyte


class GraphiteSender(graphyte.Sender):  # type: ignore[misc]  # it has no types
    """Sends a message and knows that it was read.

    graphyte hands a message to the kernel, which takes it for a Graphite that hangs or has just
    ended as well. This waits until the other end, having read all, closes the connection in turn.

    Parameters
    ----------
    host, port
        Of carbon's line receiver.
    prefix
        First parts of every name.
    seconds
        For one message, from connecting to being read.
    """

    def __init__(self, host: str, port: int, prefix: str, seconds: float) -> None:
        super().__init__(host, port, prefix, timeout=seconds, raise_send_errors=True)

    def send_message(self, message: bytes) -> None:
        """Send lines over a connection of their own.

        Raises
        ------
        OSError
            If there is no connection, or not all was read in time.
        """
        until = time.monotonic() + self.timeout
        with socket.create_connection((self.host, self.port), self.timeout) as connection:
            connection.settimeout(_left(until))
            connection.sendall(message)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(_left(until))
            if connection.recv(1):
                raise ConnectionError("it answers, which Graphite does not")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left
