"""What an answer takes: for one record, and for a million clients at once.

One record is answered as the service does, its history at hand, on one core; each part is timed by
itself and medians are shown, so the rest is what the whole takes beyond the parts. LightGBM's own
Python interface is asked for the same row of features, without making them. The million are rows of
the panel drawn with repetition, scored in a process of its own by as many threads as it has
processors; its peak holds the frame, the features and the answers.

    python benchmarks/scoring.py MODEL_FOLDER PANEL.parquet
"""

import sys
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter
from typing import Any, Final

import lightgbm as lgb
import polars as pl
from rich.console import Console
from rich.table import Table

from bank_rs.data.history import HISTORY_MONTHS, Month
from bank_rs.data.panel import scan_panel, with_history
from bank_rs.data.status import status_of
from bank_rs.model.champion import Champion
from bank_rs.model.features import Known
from bank_rs.model.forest import Forest

GIB_OF_KIB: Final = 2**20
RECORDS: Final = 5_000
CLIENTS: Final = 1_000_000
POOL: Final = 100_000
"""About how many rows of the panel the million are drawn from."""


def rows_of(panel: Path) -> pl.DataFrame:
    """Records of some clients of the panel, with their history."""
    records = scan_panel(panel)
    height = records.select(pl.len()).collect().item()
    some = records.filter(pl.col("id") % max(height // POOL, 1) == 0)
    return with_history(some.collect())


def history_of(row: dict[str, Any]) -> list[Month]:
    months = range(1, HISTORY_MONTHS + 1)
    return [
        None if row[f"owned_{k}"] is None else (row[f"owned_{k}"], row[f"status_{k}"])
        for k in months
    ]


def microseconds(call: Callable[..., object], arguments: Iterable[tuple[Any, ...]]) -> float:
    """Median time of a call."""
    times = []
    for given in arguments:
        started = perf_counter()
        call(*given)
        times.append(perf_counter() - started)
    return 1e6 * median(times)


def one_record(champion: Champion, rows: pl.DataFrame) -> dict[str, float]:
    """Microseconds of an answer, of its parts and of LightGBM's own call."""
    sample = rows.sample(RECORDS, seed=0, with_replacement=True)
    records = [(row, history_of(row)) for row in sample.to_dicts()]
    (_, features), (_, classifier) = champion.pipeline.steps
    encoded = features.transform(sample)
    alone = [(encoded[place : place + 1],) for place in range(RECORDS)]
    forest, booster = Forest(classifier.forest_), lgb.Booster(model_str=classifier.forest_)

    def encode(row: dict[str, Any], history: list[Month]) -> object:
        own = (row["ind_client_activity"], row["client_activity_1m"], row["client_segment"])
        known = Known.of_record(row["owned"], status_of(*own), history)
        return features.transform_record(row, known)

    def ask(row: object) -> object:
        return booster.predict(row, raw_score=True, num_threads=1)

    found = {
        "whole": microseconds(champion.probabilities, records),
        "features": microseconds(encode, records),
        "forest": microseconds(forest.scores, alone),
        "LightGBM's own": microseconds(ask, alone),
    }
    return found | {"rest": found["whole"] - found["features"] - found["forest"]}


def million(folder: Path, panel: Path) -> tuple[float, float]:
    """Seconds and peak GiB for a million clients."""
    champion, rows = Champion.load(folder), rows_of(panel)
    clients = rows.sample(CLIENTS, seed=0, with_replacement=True)
    started = perf_counter()
    champion.pipeline.predict_proba(clients)
    seconds = perf_counter() - started
    return seconds, getrusage(RUSAGE_SELF).ru_maxrss / GIB_OF_KIB


def main(folder: Path, panel: Path) -> None:
    console = Console()
    champion = Champion.load(folder)
    with console.status("one record at a time"):
        parts = one_record(champion, rows_of(panel))
    with console.status("a million at once"), get_context("spawn").Pool(1) as pool:
        seconds, gib = pool.apply(million, (folder, panel))
    trees = champion.pipeline["classifier"].forest_.count("\nTree=")
    table = Table("", "", "of the whole", title=f"{folder.name}: {trees:,} trees")
    for name in ("whole", "features", "forest", "rest", "LightGBM's own"):
        share = parts[name] / parts["whole"]
        table.add_row(f"{name}, µs", f"{parts[name]:.1f}", f"{share:.2f}")
    table.add_row(f"{CLIENTS:,} clients, s", f"{seconds:.1f}")
    table.add_row("peak, GiB", f"{gib:.2f}")
    console.print(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
