"""Command that turns the loop by itself."""

import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from bank_rs.cli.progress import spinner
from bank_rs.settings import Settings

if TYPE_CHECKING:
    from bank_rs.loop.watch.decisions import Decision
    from bank_rs.loop.watch.round import Round

_COLOURS: Final = {"done": "green", "left": "dim", "failed": "red"}


def watch(
    inbox: Annotated[
        Path, typer.Option(help="Folder where the bank puts its months: CSV, zip or Parquet.")
    ] = Path("data"),
    once: Annotated[bool, typer.Option("--once", help="Turn once and end, as for cron.")] = False,
    promote: Annotated[
        bool | None,
        typer.Option(
            help="Whether a version that passes the gate serves at once; BANK_RS_AUTO_PROMOTE "
            "when not given."
        ),
    ] = None,
    replace_fallen: Annotated[
        bool | None,
        typer.Option(
            help="Whether, with --promote, a version that fails by being no better is forced in "
            "place of a champion that has fallen; BANK_RS_REPLACE_FALLEN when not given."
        ),
    ] = None,
    every: Annotated[float, typer.Option(min=0, help="Hours between two looks for drift.")] = 24.0,
    look: Annotated[
        float, typer.Option(min=1, help="Seconds between two looks into the inbox.")
    ] = 60.0,
    months_between: Annotated[
        int, typer.Option(min=1, help="New months that are worth a training without an alarm.")
    ] = 1,
) -> None:
    """Take in the months that come, see what came true and what drifts, and retrain.

    A new file in the inbox is read into the loop's panel in the state folder. The history that
    the service looks up is written anew (BANK_RS_HISTORY_FILE), and what was predicted for the
    month is judged, as by 'bank-rs outcomes'. Once a day, and with every month, drift is looked
    for, as by 'bank-rs drift'. A new month, or an alarm where there is something new to learn
    from, trains a challenger that has to pass the gate, as by 'bank-rs retrain'.

    What fails is tried three times, and again the next day. Every decision and its reason is a
    line of loop/decisions.jsonl in the state folder, where one 'bank-rs watch' works at a time.

    Nothing here is a scheduler: under cron or Airflow use --once, or the single commands.
    """
    from bank_rs.loop.watch.bank_work import BankWork
    from bank_rs.loop.watch.lock import watch_lock
    from bank_rs.loop.watch.round import Round, loop_dir

    settings = Settings.read()
    folder = loop_dir(settings.state_dir)
    # ends as Ctrl-C does, in the middle of a training as well
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    promoting = settings.auto_promote if promote is None else promote
    replacing = settings.replace_fallen if replace_fallen is None else replace_fallen
    with watch_lock(folder), spinner("watching") as say:
        work = BankWork(settings, promoting, replacing, say)
        pace = timedelta(hours=every), months_between
        try:
            _turn(Round.open(folder, inbox, work, _printer(), *pace), say, None if once else look)
        except KeyboardInterrupt:
            Console().print("the watch has ended")


def _turn(turn: "Round", say: Callable[[str], None], pause: float | None) -> None:
    turn.run()
    while pause is not None:
        say("waiting for months")
        time.sleep(pause)
        turn.run()


def _printer() -> Callable[["Decision"], None]:
    console = Console()

    def show(decision: "Decision") -> None:
        colour = _COLOURS[decision.result]
        console.print(
            f"{decision.time:%Y-%m-%d %H:%M} [{colour}]{decision.step} {decision.about}[/]: ",
            end="",
            highlight=False,
        )
        console.print(decision.reason, markup=False, highlight=False, soft_wrap=True)

    return show
