"""Whether the shipped model reaches what is asked of its quality, on a simulated bank.

    python benchmarks/quality.py [--clients N] [--seed S]
    python benchmarks/quality.py --panel panel.parquet --truth truth.parquet

Fitted, set and judged as `bank-rs experiment` does it. Exits with 1 when a line is missed.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
from rich.console import Console
from rich.table import Table

from bank_rs.cli.progress import spinner
from bank_rs.data.simulation.output import write_bank
from bank_rs.model.experiment.child import in_child
from bank_rs.model.experiment.like_for_like import (
    AT_RECALL,
    OURS,
    PROTOCOLS,
    REBUILT,
    judge_as_seed,
)
from bank_rs.model.experiment.limit import limit_of
from bank_rs.model.experiment.outcome import F1_HINDSIGHT, Outcome, judge_candidate
from bank_rs.model.experiment.plan import SHIPPED, chosen
from bank_rs.model.experiment.store import Store
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.sample import OTHERS

OF_LIMIT: Final = 0.97
OF_POPULARITY: Final = 1.5
RATIO: Final = (0.85, 1.18)
OF_HINDSIGHT: Final = 0.97
MAIN_PRODUCTS: Final = 10
BASELINES: Final = ("popularity", "holders")
SEED_METRICS: Final = (
    *(f"f1_{average}" for average in ("micro", "macro", "weighted")),
    *(f"roc_auc_{average}" for average in ("micro", "macro", "weighted")),
    "subset_accuracy",
    "hits_at_5",
    AT_RECALL,
)
"""At the better of the choices of thresholds that know nothing of the test rows, for both models.
Precision alone, like recall alone, only says where a threshold lies: it is compared at the recall
that the seed project's model has."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure, what it must be, and whether it is."""

    name: str
    figure: str
    target: str
    met: bool


def main() -> int:
    arguments = parse()
    with tempfile.TemporaryDirectory() as folder, spinner("simulating") as say:
        panel, truth = arguments.panel, arguments.truth
        if panel is None:
            panel, truth = Path(folder) / "panel.parquet", Path(folder) / "truth.parquet"
            write_bank(panel, truth, arguments.clients, 17, arguments.seed, lambda *_: None)
        say("joining months")
        store = in_child(Store.write, PanelFile(panel), Path(folder), OTHERS, 1)
        lines = list(quality(store, truth, say))
        lines += against_seed(panel, say)
    show(lines)
    return int(not all(line.met for line in lines))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--panel", type=Path, help="instead of a bank simulated now")
    parser.add_argument("--truth", type=Path, help="what the panel's additions were drawn from")
    arguments = parser.parse_args()
    if (arguments.panel is None) != (arguments.truth is None):
        parser.error("--panel and --truth go together: one alone has no limit to compare with")
    return arguments


def quality(store: Store, truth: Path, say: Callable[[str], None]) -> Iterator[Line]:
    (origin,) = store.origins()
    found: dict[str, Outcome] = {}
    for candidate in chosen([*BASELINES]):
        say(f"fitting {candidate.name}")
        found[candidate.name] = in_child(judge_candidate, candidate, store, origin)
    model = found[SHIPPED]
    score, limit = model.metrics["map_at_7"], limit_of(truth, store, origin.judged)
    yield at_least("MAP@7 / limit", score / limit["map_at_7"], OF_LIMIT)
    for name in BASELINES:
        times = score / found[name].metrics["map_at_7"]
        yield at_least(f"MAP@7 / that of {found[name].title}", times, OF_POPULARITY)
    yield from ratios(model.products)
    kept = model.metrics["f1_micro"] / model.metrics[F1_HINDSIGHT]
    yield at_least("micro-F1 / that of the month's own thresholds", kept, OF_HINDSIGHT)


def ratios(products: pl.DataFrame) -> Iterator[Line]:
    main_ones = products.sort("additions", descending=True).head(MAIN_PRODUCTS)
    low, high = RATIO
    for code, additions, ratio in main_ones.select(
        "product", "additions", "predicted_over_actual"
    ).iter_rows():
        met = ratio is not None and low <= ratio <= high
        figure = "no additions" if ratio is None else f"{ratio:.3f}"
        name = f"predicted / actual, {code} ({additions:,} additions)"
        yield Line(name, figure, f"{low} to {high}", met)


def against_seed(panel: Path, say: Callable[[str], None]) -> Iterator[Line]:
    (shipped,) = (each for each in chosen([]) if each.name == SHIPPED)
    for protocol in PROTOCOLS:
        say(f"the seed project's protocol {protocol}")
        table = in_child(judge_as_seed, panel, protocol, shipped, OTHERS)
        ours, seeds = (
            table.filter(pl.col("model") == model).select(SEED_METRICS).max().row(0, named=True)
            for model in (OURS, REBUILT)
        )
        for metric in SEED_METRICS:
            yield above(f"protocol {protocol}, {metric}", ours[metric], seeds[metric])


def at_least(name: str, figure: float, target: float) -> Line:
    return Line(name, f"{figure:.4f}", f"at least {target}", figure >= target)


def above(name: str, figure: float, other: float) -> Line:
    return Line(name, f"{figure:.4f}", f"above {other:.4f}", figure > other)


def show(lines: Iterable[Line]) -> None:
    table = Table("figure", "measured", "asked for", "")
    for line in lines:
        mark = "[green]met[/green]" if line.met else "[red]missed[/red]"
        table.add_row(line.name, line.figure, line.target, mark)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
