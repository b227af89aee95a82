"""Command that scores every client of a month."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from bank_rs.cli.engine import EngineName, MasterOption, SparkSettings, engine_of
from bank_rs.cli.progress import row_bar
from bank_rs.settings import Settings


def score(
    data: Annotated[str, typer.Option(help="Typed panel, as 'bank-rs ingest' writes it.")],
    out: Annotated[
        str, typer.Option(help="Folder to write to; of many months and models.")
    ] = "recommendations",
    model: Annotated[
        str | None,
        typer.Option(
            help="models:/bank-rs@champion or models:/bank-rs/3 in the registry, or a folder; "
            "the champion in models/ when not given."
        ),
    ] = None,
    k: Annotated[int, typer.Option(min=1, max=24, help="Products for each client at most.")] = 7,
    month: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m"], metavar="YYYY-MM", help="Month to score; the newest when not given."
        ),
    ] = None,
    bucket: Annotated[
        int, typer.Option(min=1, help="Clients, about, of one bucket: a folder of the output.")
    ] = 100_000,
    engine: Annotated[EngineName, typer.Option(help="What reads and joins.")] = EngineName.POLARS,
    master: MasterOption = "local[*]",
    conf: SparkSettings = None,
) -> None:
    """Write what each client of a month is most likely to add, as Parquet.

    Below the folder come month=.../model_version=.../bucket=.../, with a row for
    each offer: client, rank, product, probability. Held products are left out.

    A run that was killed is finished by the same command: what it had written
    stays, and a bucket of clients has its name only when it is whole.

    '--engine spark' needs 'bank-rs[spark]' and Java 17 or newer. On a cluster,
    --data and --out are addresses that all its machines reach.
    """
    from bank_rs.scoring.model import ScoringModel
    from bank_rs.scoring.score import Request, score

    found = ScoringModel.find(model, Settings.read())
    request = Request(data, out, k, month.date() if month else None, bucket)
    with engine_of(engine, master, conf) as running, row_bar("scoring") as show:
        plan, before = score(request, found, running, show)
    resumed = f", {before} of {plan.buckets} buckets of them by an earlier run" if before else ""
    Console().print(
        f"{out}/{plan.folder}: {plan.clients:,} clients{resumed}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    if plan.offered != plan.clients:
        Console().print(f"{plan.clients - plan.offered:,} of them hold every product already")
