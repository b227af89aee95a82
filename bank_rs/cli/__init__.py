"""``bank-rs``: the only command line."""

import typer

from bank_rs.cli.drift import drift
from bank_rs.cli.evaluate import evaluate
from bank_rs.cli.experiment import experiment
from bank_rs.cli.fidelity import fidelity
from bank_rs.cli.history import history
from bank_rs.cli.ingest import ingest
from bank_rs.cli.outcomes import outcomes
from bank_rs.cli.promote import promote
from bank_rs.cli.reference import reference
from bank_rs.cli.register import register
from bank_rs.cli.retrain import retrain
from bank_rs.cli.rollback import rollback
from bank_rs.cli.run import run
from bank_rs.cli.score import score
from bank_rs.cli.serve import serve
from bank_rs.cli.simulate import simulate
from bank_rs.cli.train import train
from bank_rs.cli.watch import watch
from bank_rs.edge import run_command

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
for _command in (
    simulate,
    ingest,
    fidelity,
    train,
    retrain,
    evaluate,
    score,
    experiment,
    history,
    reference,
    drift,
    outcomes,
    register,
    promote,
    rollback,
    watch,
    serve,
    run,
):
    app.command()(_command)


def main() -> None:
    """Run the command line."""
    run_command(app)
