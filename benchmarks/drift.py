"""What a comparison with the model's reference raises: in weeks without a change, and with one.

    python benchmarks/drift.py [--clients N] [--seeds 5]

Each seed is a simulated bank of clients whom the shipped model has not seen. Its reference is April
2016; the clients of May 2016 ask in four weeks. A change is planted into the first of them. Every
week is written as a prediction log and read, compared and judged as `bank-rs drift` does. Exits
with 1 when more than one unchanged week raises an alarm, or a change is not raised.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

import polars as pl
from drift_bank import JUNE, MAY, PLANTS, SEASON, SEASON_READING, UNTIL, Bank, Log
from rich.console import Console
from rich.table import Table

from bank_rs.cli.progress import spinner
from bank_rs.loop.drift.drift import WindowDrift
from bank_rs.loop.drift.watch import watch
from bank_rs.model.champion import Champion
from bank_rs.model.reference import Reference
from bank_rs.settings import Settings

CHAMPION: Final = Path(__file__).parents[1] / "models" / "champion"
MOST_FALSE: Final = 1


def main() -> int:
    arguments = parse()
    champion = Champion.load(CHAMPION)
    table = Table("seed", "week", "clients", "alarms", "farthest", "of its limit")
    false, missed = 0, 0
    with spinner("simulating") as say:
        for seed in range(1, arguments.seeds + 1):
            say(f"bank {seed}")
            bank = Bank.simulate(arguments.clients, seed)
            reference = bank.reference(champion, bank.months[-2])
            weeks = bank.weeks(seed)
            for number, rows in enumerate(weeks, start=1):
                found = compared(champion, reference, rows)
                false += bool(found.alarms)
                add(table, seed, f"{number}", found)
            if seed == 1:
                missed = planted(table, champion, bank, reference, weeks[0])
    Console(width=150).print(table)
    return int(false > MOST_FALSE or missed > 0)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=60_000)
    parser.add_argument("--seeds", type=int, default=5)
    return parser.parse_args()


def planted(
    table: Table, champion: Champion, bank: Bank, reference: Reference, rows: pl.DataFrame
) -> int:
    """Compare a week with each change; how many of them are not raised."""
    missed = 0
    for name, (plant, reading) in PLANTS.items():
        withdrawn = "tjcr" if reading.startswith("held_tjcr") else ""
        found = compared(champion, reference, plant(rows), withdrawn)
        missed += reading not in [alarm.name for alarm in found.alarms]
        add(table, 1, name, found)
    june = bank.month(JUNE)
    week = june.sample(june.height // 4, seed=1)
    found = compared(champion, bank.reference(champion, MAY), week)
    add(table, 1, SEASON, found)
    return missed + (SEASON_READING not in [alarm.name for alarm in found.alarms])


def compared(
    champion: Champion, reference: Reference, rows: pl.DataFrame, withdrawn: str = ""
) -> WindowDrift:
    """The week as `bank-rs drift` finds it in a log."""
    with tempfile.TemporaryDirectory() as folder:
        model, log = Path(folder) / "model", Path(folder) / "log"
        model.mkdir()
        reference.write(model)
        Log(log, champion).write(rows, withdrawn)
        _, week = watch(Settings(_env_file=None, log_dir=log), UNTIL, model).windows
        return week


def add(table: Table, seed: int, name: str, found: WindowDrift) -> None:
    alarms = "; ".join(alarm.name for alarm in found.alarms)
    first = found.ranked[0]
    table.add_row(
        str(seed), name, f"{found.rows:,}", alarms or "none", first.name, f"{first.of_limit:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
