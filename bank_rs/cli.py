"""``bank-rs``: the only command line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bank_rs.edge import run_command
from bank_rs.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Which product to offer each bank client next.\n\n"
    "A first round with simulated data:\n\n"
    "  bank-rs simulate --clients 20000 --out bank.csv\n\n"
    "  bank-rs ingest bank.csv --out panel.parquet\n\n"
    "  bank-rs train --data panel.parquet --describe 'simulated, 20,000 clients'",
)


def main() -> None:
    """Run the command line."""
    run_command(app)


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="Raw file to write: .csv or .zip.", dir_okay=False)],
    clients: Annotated[int, typer.Option(min=1, help="Clients over all months.")] = 20_000,
    months: Annotated[int, typer.Option(min=1, max=17, help="The last N of 17 months.")] = 17,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same bank.")] = 42,
) -> None:
    """Write a simulated bank in the raw layout of the real file."""
    from bank_rs.data.raw_writer import write_raw
    from bank_rs.data.simulation import simulate as simulate_bank

    with _spinner("simulating") as say:
        panel = simulate_bank(clients, months, seed, lambda month: say(f"simulated {month:%Y-%m}"))
        say(f"writing {panel.height:,} rows")
        write_raw(panel, out)
    Console().print(f"{out}: {panel.height:,} rows, simulated, seed {seed}")


@app.command()
def ingest(
    raw: Annotated[Path, typer.Argument(help="train_ver2.csv, or a zip that holds it.")],
    out: Annotated[Path, typer.Option(help="Parquet file to write.", dir_okay=False)] = Path(
        "panel.parquet"
    ),
) -> None:
    """Read the bank's raw file into a typed panel."""
    from bank_rs.data.raw import ingest as ingest_raw

    with _spinner("reading") as say:
        rows = ingest_raw(raw, out, lambda read: say(f"read {read:,} rows"))
    Console().print(f"{out}: {rows:,} rows")


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="Typed panel, as 'bank-rs ingest' writes it.")],
    describe: Annotated[
        str, typer.Option(help="What the data is, in words; stored with the model.")
    ] = "not described",
    rounds: Annotated[int, typer.Option(min=1, help="Boosting rounds of each product.")] = 120,
    learning_rate: Annotated[float, typer.Option(min=0.001, max=1.0)] = 0.08,
) -> None:
    """Train a model, judge it against popularity, register it and make it the champion."""
    from bank_rs.model.additions import AdditionsClassifier
    from bank_rs.model.registry import Registry
    from bank_rs.model.storage import save_model
    from bank_rs.model.summary import summary
    from bank_rs.model.train import train as train_model

    settings = Settings.read()
    registry = Registry.from_settings(settings)
    registry.check()
    classifier = AdditionsClassifier(rounds=rounds, learning_rate=learning_rate)
    with _spinner("training") as say:
        training = train_model(data, describe, say, classifier)
        say("registering")
        version = registry.register(training.champion, training)
        save_model(training.champion, settings.models_dir / settings.model_alias)
    console = Console()
    console.print(summary(training))
    console.print(f"{registry.name} version {version} is the {registry.alias} at {registry.uri}")


@app.command()
def register() -> None:
    """Register the champion shipped in models/ if the registry has none."""
    from bank_rs.model.champion import Champion
    from bank_rs.model.registry import Registry

    settings = Settings.read()
    registry = Registry.from_settings(settings)
    version = registry.champion_version()
    if version is None:
        champion = Champion.load(settings.models_dir / settings.model_alias)
        with _spinner("registering"):
            version = registry.register(champion)
    Console().print(f"{registry.name} version {version} is the {registry.alias}")


@app.command()
def run() -> None:
    """Run MLflow, Graphite and the service on this machine until Ctrl-C."""
    from bank_rs.stack import run as run_stack

    run_stack(Settings.read(), Console())


@contextmanager
def _spinner(first: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done and for how long; yield a function that says what is done now."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task(first, total=None)
        yield lambda text: progress.update(task, description=text)
