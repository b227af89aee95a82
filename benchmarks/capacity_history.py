"""What a look-up of earlier months costs in the file, and what it would in Redis on this machine.

    python benchmarks/capacity_history.py [--clients 50000]

``redis-server`` (Debian's) runs at a free port of the loopback address, without persistence, and
has what the file has: a client's thirteen months, 52 bytes, under its id. It is asked as the
service would, from an event loop (uvloop), over one connection that is kept, by a client of a few
lines: a library would add to its cost. The network between two machines would, too.
"""

import argparse
import asyncio
import subprocess
import tempfile
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import psutil
import uvloop
from history import BANK_RS, drawn, write
from rich.console import Console
from rich.table import Table
from serving_process import HOST, free_port

from bank_rs.data.history_store import HistoryStore
from bank_rs.data.history_store.window import MONTHS

WINDOW: Final = 4 * MONTHS
_START_SECONDS: Final = 20


@contextmanager
def redis(folder: Path) -> Iterator[tuple[int, psutil.Process]]:
    """A server that keeps everything in memory and nothing on the disk."""
    port = free_port()
    given = ("--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no")
    with (folder / "redis.log").open("wb") as log:
        child = subprocess.Popen(("redis-server", *given), cwd=folder, stdout=log)
    try:
        yield port, psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait(_START_SECONDS)


async def connected(port: int) -> tuple[StreamReader, StreamWriter]:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            return await asyncio.open_connection(HOST, port)
        except OSError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.05)


def command(*words: bytes) -> bytes:
    """As Redis reads it (RESP)."""
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in words)


async def used_memory(reader: StreamReader, writer: StreamWriter) -> int:
    writer.write(command(b"INFO", b"memory"))
    size = int((await reader.readline())[1:])
    text = (await reader.readexactly(size + 2)).decode()
    return int(text.partition("used_memory:")[2].split()[0])


async def fill(reader: StreamReader, writer: StreamWriter, clients: Sequence[int]) -> None:
    """Give each client its months, some thousand commands at a time."""
    for start in range(0, len(clients), 5_000):
        some = clients[start : start + 5_000]
        for client in some:
            writer.write(command(b"SET", b"%d" % client, bytes(WINDOW)))
        await writer.drain()
        for _ in some:
            await reader.readline()


async def get(reader: StreamReader, writer: StreamWriter, client: int) -> bytes:
    writer.write(command(b"GET", b"%d" % client))
    size = int((await reader.readline())[1:])
    return await reader.readexactly(size + 2)


def of_the_file(store: HistoryStore, ids: Sequence[int], day: date) -> list[str]:
    """What one look-up after the other takes."""
    started, own = time.perf_counter(), time.process_time()
    for client in ids:
        store.lookup(client, day)
    spent = (time.perf_counter() - started, time.process_time() - own)
    return [f"{1e6 * seconds / len(ids):.1f} µs" for seconds in spent]


async def asked(port: int, server: psutil.Process, clients: list[int], ids: list[int]) -> list[str]:
    """Bytes a client, and what one question after the other takes."""
    reader, writer = await connected(port)
    before = await used_memory(reader, writer)
    await fill(reader, writer, clients)
    taken = await used_memory(reader, writer) - before
    spent = server.cpu_times()
    started, own = time.perf_counter(), time.process_time()
    for client in ids:
        await get(reader, writer, client)
    wall, cpu = time.perf_counter() - started, time.process_time() - own
    there = server.cpu_times()
    of_server = there.user + there.system - spent.user - spent.system
    writer.close()
    micro = [f"{1e6 * seconds / len(ids):.1f} µs" for seconds in (wall, cpu, of_server)]
    return [f"{taken / len(clients):.0f}", *micro]


def main(clients: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        panel, path = folder / "panel.parquet", folder / "history.months"
        made = ("--clients", str(clients), "--out", str(panel))
        subprocess.run([BANK_RS, "simulate", *made], check=True, capture_output=True)
        write(panel, path)
        store = HistoryStore.open(path)
        ids, day = drawn(store)
        found = of_the_file(store, ids, day)
        with redis(folder) as (port, server):
            other = uvloop.run(asked(port, server, store.clients.tolist(), ids))
    table = Table("", "bytes a client", "until the answer", "of a worker's core", "of the server's")
    size = str(8 + WINDOW)
    table.add_row("the file", size, *found, "")
    table.add_row("Redis", *other)
    Console(width=120).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, default=50_000, help="clients to simulate")
    main(**vars(parser.parse_args()))
