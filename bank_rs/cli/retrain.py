"""Command that trains a challenger and lets the gate judge it."""

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from bank_rs.cli.force import ForceOption, ReasonOption
from bank_rs.cli.progress import spinner
from bank_rs.settings import Settings

FAILED_GATE: Final = 3
"""Exit code where the gate failed and the version serves nowhere."""


def retrain(
    data: Annotated[Path, typer.Option(help="Typed panel, as 'bank-rs ingest' writes it.")],
    describe: Annotated[
        str, typer.Option(help="What the data is, in words; stored with the model.")
    ] = "not described",
    months: Annotated[
        int | None,
        typer.Option(
            min=3,
            help="Learn from the newest months alone; from all when not given. Earlier ones are "
            "the clients' history all the same.",
        ),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Boosting rounds.")] = 60,
    learning_rate: Annotated[
        float, typer.Option(min=0.001, max=1.0, help="Shrinkage of each round.")
    ] = 0.15,
    others: Annotated[
        float,
        typer.Option(min=0.001, max=1, help="Part of the clients adding nothing to learn from."),
    ] = 0.1,
    latency_ratio: Annotated[
        float,
        typer.Option(min=0.01, help="How many times the champion's time a record may take."),
    ] = 1.5,
    promote: Annotated[
        bool, typer.Option("--promote", help="Let it serve at once if it passes.")
    ] = False,
    force: ForceOption = False,
    reason: ReasonOption = None,
) -> None:
    """Train a challenger, judge it beside the champion, and register it with the verdict.

    Both are judged on the last month with a next one, which the challenger
    has not seen. It passes where its MAP@7 is better than the champion's and
    popularity's beyond chance, no main product and no group of sex, age or
    segment is served worse by more than 5 %, its probabilities and its time
    are within bounds: docs/retraining.md has each rule.

    One that passes gets alias challenger, with --promote champion. One that
    fails gets none and cannot be promoted, but by --force --reason, which is
    recorded. The verdict is with the version in MLflow, verdict.html in its
    run, and in the folder 'retraining' of BANK_RS_STATE_DIR.

    Ends with 0 where it passed or was forced, with 3 where it failed, with 1
    where something went wrong and no alias was moved.
    """
    from bank_rs.loop.retraining.bounds import Bounds
    from bank_rs.loop.retraining.recipe import Recipe
    from bank_rs.loop.retraining.retraining import retrain as retrain_model
    from bank_rs.loop.retraining.summary import summary
    from bank_rs.model.additions import AdditionsClassifier
    from bank_rs.registry.gate import Force, GateError

    settings = Settings.read()
    forced = Force.of(settings, force=force, reason=reason)
    if forced and not promote:
        raise GateError("--force lets a version serve: give it with --promote, or leave it out.")
    classifier = AdditionsClassifier(
        rounds=rounds, incidence_rounds=rounds, learning_rate=learning_rate
    )
    recipe, bounds = Recipe(classifier, others, months), Bounds(latency_ratio=latency_ratio)
    with spinner("retraining") as say:
        found = retrain_model(
            settings, data, describe, say, recipe, bounds, promote=promote, force=forced
        )
    console = Console()
    console.print(summary(found.verdict))
    for sentence in (found.verdict.headline, *found.verdict.notes, found.outcome):
        console.print(sentence, highlight=False, soft_wrap=True, markup=False)
    console.print(f"the verdict is {found.page}", soft_wrap=True)
    if found.alias is None:
        raise typer.Exit(FAILED_GATE)
