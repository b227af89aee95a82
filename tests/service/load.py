"""As many requests at once as there are connections, until told to stop."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle


@dataclass
class Load:
    """What became of the requests so far.

    Attributes
    ----------
    failures
        Statuses that are not 200, and names of exceptions.
    versions
        Answers by the version of the model that gave them.
    """

    answered: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    stopping: bool = False

    async def send(self, address: tuple[str, int], bodies: Sequence[bytes], at_once: int) -> None:
        """Send the bodies again and again until `stopping` is set."""
        head = b"POST /predict HTTP/1.1\r\nhost: test\r\ncontent-length: %d\r\n\r\n"
        requests = [head % len(body) + body for body in bodies]
        async with asyncio.TaskGroup() as group:
            for start in range(at_once):
                group.create_task(self._connection(address, requests[start:] + requests[:start]))

    async def _connection(self, address: tuple[str, int], requests: Sequence[bytes]) -> None:
        reader, writer = await asyncio.open_connection(*address)
        for request in cycle(requests):
            if self.stopping:
                break
            try:
                writer.write(request)
                await self._read(reader)
            except (OSError, asyncio.IncompleteReadError) as error:
                self.failures[type(error).__name__] += 1
                reader, writer = await asyncio.open_connection(*address)
        writer.close()
        await writer.wait_closed()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        status, headers, _ = await _answer(reader)
        if status == "200":
            self.versions[headers["x-model-version"]] += 1
        else:
            self.failures[status] += 1
        self.answered += 1


async def exchange(
    address: tuple[str, int], requests: Sequence[tuple[str, bytes]], at_once: int
) -> list[tuple[str, bytes]]:
    """Post each body to its path once; statuses and bodies of the answers, in any order."""
    waiting = iter(requests)
    answers: list[tuple[str, bytes]] = []

    async def connection() -> None:
        reader, writer = await asyncio.open_connection(*address)
        for path, body in waiting:
            head = f"POST {path} HTTP/1.1\r\nhost: test\r\ncontent-length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            status, headers, answer = await _answer(reader)
            answers.append((status, answer))
            if headers.get("connection") == "close":
                await _close(writer)
                reader, writer = await asyncio.open_connection(*address)
        await _close(writer)

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(connection())
    return answers


async def _answer(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if line)
    body = await reader.readexactly(int(headers["content-length"]))
    return first.split(" ")[1], headers, body


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    await writer.wait_closed()
