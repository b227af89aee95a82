"""``run_mimic_load.py``: its options, its progress and its exit code."""

import asyncio
from typing import Annotated

import httpx2
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bank_rs.edge import run_command
from bank_rs.load.outcome import Load
from bank_rs.load.plan import plan
from bank_rs.load.report import report
from bank_rs.load.sending import send
from bank_rs.settings import Settings

app = typer.Typer(add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False)


def main() -> None:
    """Run the command."""
    run_command(app)


def _checked_url(url: str | None) -> str | None:
    try:
        known = url is None or (
            httpx2.URL(url).scheme in ("http", "https") and httpx2.URL(url).host
        )
    except httpx2.InvalidURL:
        known = False
    if not known:
        raise typer.BadParameter("must be an address such as http://127.0.0.1:8000")
    return url


Url = Annotated[
    str | None,
    typer.Option(
        help="Address of the service; by default port BANK_RS_PORT (8000) of this machine.",
        callback=_checked_url,
        show_default=False,
    ),
]


@app.command()
def mimic_load(
    requests: Annotated[int, typer.Option(min=1, help="How many requests to send.")] = 300,
    concurrency: Annotated[
        int, typer.Option(min=1, max=1000, help="Workers; each has one request under way.")
    ] = 4,
    url: Url = None,
    delay: Annotated[
        float, typer.Option(min=0, help="Seconds a worker waits between two requests.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same requests.")] = 42,
) -> None:
    """Send a running service what clients would send, and say what it answered.

    A third of the requests each go to GET /, GET /random and POST /predict with the record of a
    simulated client. Each is sent once and never again. The table counts HTTP statuses and
    transport errors and gives percentiles of the time until the last byte of the answer.

    The exit code is 0 when every answer is a 2xx, else 1.

    Three minutes of light load to watch on a dashboard:

        python run_mimic_load.py --requests 1800 --concurrency 1 --delay 0.1
    """
    load = _send_with_progress(
        url or f"http://127.0.0.1:{Settings.read().port}", requests, concurrency, delay, seed
    )
    Console().print(report(load))
    if load.failures:
        Console(stderr=True).print(f"{load.failures:,} of {requests:,} requests failed")
        raise typer.Exit(1)


def _send_with_progress(url: str, requests: int, concurrency: int, delay: float, seed: int) -> Load:
    columns = (TextColumn("requests"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=requests)

        def advance() -> None:
            progress.advance(task)

        return asyncio.run(send(plan(requests, seed), url, concurrency, delay, advance))
