"""Requests with names of their own, and when each was answered."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, cycle


@dataclass
class Asking:
    """What was answered with 200, by the name of the request.

    Attributes
    ----------
    answered
        Times by the monotonic clock.
    names
        Numbers of the requests to come.
    """

    answered: dict[str, float] = field(default_factory=dict)
    names: count = field(default_factory=count)

    async def send(self, address: tuple[str, int], bodies: Sequence[bytes], at_once: int) -> None:
        """Ask again and again, over some connections, until the service is gone."""
        waiting = cycle(bodies)
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(self._connection(address, waiting))

    async def _connection(self, address, bodies) -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection(*address)
            except OSError:
                return
            try:
                while await self._ask(reader, writer, next(bodies)):
                    pass
            except (OSError, asyncio.IncompleteReadError):
                pass
            writer.close()

    async def _ask(self, reader, writer, body: bytes) -> bool:
        """Whether another may be asked over this connection."""
        name = f"ask-{next(self.names)}"
        head = f"POST /predict HTTP/1.1\r\nhost: test\r\nx-request-id: {name}\r\n"
        writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = head.partition("content-length: ")[2].partition("\r")[0]
        await reader.readexactly(int(length))
        if head.startswith("http/1.1 200"):
            self.answered[name] = time.monotonic()
        return "connection: close" not in head
