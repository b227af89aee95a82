"""What the containers take: disk, seconds until healthy, memory, and a share of the requests.

    python benchmarks/containers.py [--tag local] [--no-grafana] [--starts 2] [--rounds 5]

The stack of ``docker-compose.yaml`` is started as project ``bank-rs-bench`` with the default
settings, on free ports, and removed with its volumes in the end or on Ctrl-C. Images that are
missing are built or pulled before anything is timed; an image that is there is taken as it is, so
remove ``bank-rs:local`` after a change.

A start is ``docker compose up --wait``, from the command until all is healthy, which Docker looks
at every five seconds; within it the service's own container, from its start until
``/health/ready`` says 200, and, by itself, ``docker run`` of the image, where there is no MLflow.
Memory is what ``docker stats`` shows: the kernel's count for the container without the file pages
that rest. The load before the second reading goes through the proxy of profile ``scale``.

Requests per second are those of POST /predict with eight connections (wrk): to ``bank-rs serve`` of
this environment, to the one container at its own address (where this machine can reach it), at its
published port, where Docker hands on each byte, and behind the proxy at the proxy's published port.
All four take turns; a share of requests per second is that of the medians, with the least and the
greatest of a round. The load and all that is between share the cores with the service. A request
that fails ends the run.
"""

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from containers_measures import memory, price, sizes, starts
from containers_stack import SERVICES, Stack, stack
from rich.console import Console
from rich.status import Status
from serving import CALM, machine, table_of
from serving_bench import Bench, Row
from serving_bodies import simulated_records, singles, write_bodies
from serving_load import Target, check_wrk


def measured(stack: Stack, folder: Path, status: Status, given: argparse.Namespace) -> list[Row]:
    """All of it; what is written goes to the folder."""
    status.update("images")
    stack.fetch_images()
    status.update("bodies of requests")
    targets = {
        "one": Target("/predict", write_bodies(singles(simulated_records()), folder / "one"))
    }
    graphite = stack.port("BANK_RS_GRAPHITE_PORT")
    bench = Bench(folder, graphite, targets, given.rounds, given.seconds, given.requests)
    return [
        *sizes(stack),
        *starts(stack, given.starts, status.update),
        *memory(stack, bench, given.idle, status.update),
        *price(stack, bench, status.update),
    ]


def main(given: argparse.Namespace) -> None:
    check_wrk()
    console = Console()
    busy = os.getloadavg()[0]
    console.print(f"{machine()}; load average {busy:.2f}")
    if busy > CALM:
        console.print(f"[bold]The machine is busy[/]: figures hold where it is below {CALM}.")
    services = tuple(name for name in SERVICES if given.grafana or name != "grafana")
    with (
        TemporaryDirectory() as name,
        console.status("an earlier run is cleared away") as status,
        stack(given.tag, services) as found,
    ):
        rows = measured(found, Path(name), status, given)
        status.update("all is taken down")
    table = table_of(rows)
    table.title = f"containers {', '.join(services)} of tag {given.tag}"
    console.print(table)
    if any(row.met is False for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tag", default="local", help="of our own images")
    parser.add_argument("--no-grafana", dest="grafana", action="store_false")
    parser.add_argument("--starts", type=int, default=2, help="from empty and from kept volumes")
    parser.add_argument("--idle", type=float, default=60, help="seconds before memory is read")
    parser.add_argument("--requests", type=int, default=100_000, help="before it is read again")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3, help="of each turn")
    main(parser.parse_args())
