"""What training takes, from a typed panel to a model on disk with its report.

Times depend on the machine; the peak does not. The same work as `bank-rs train` but for MLflow's
server, in a process of its own.

    python benchmarks/training.py PANEL.parquet
"""

import sys
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console
from rich.table import Table

GIB_OF_KIB = 2**20
METRICS = ("map_at_7_normalised", "hit_rate_at_1", "f1_micro", "roc_auc_micro", "log_loss")


def trained(panel: Path) -> dict[str, float]:
    """Train, write model and report, and return seconds, GiB, MB and metrics."""
    from bank_rs.model.panel_file import PanelFile
    from bank_rs.model.report import render_html
    from bank_rs.model.train import train
    from bank_rs.registry.storage import save_model

    started = perf_counter()
    training = train(PanelFile(panel), "simulated, for a benchmark", lambda _: None)
    with TemporaryDirectory() as folder:
        save_model(training.champion, Path(folder) / "model")
        Path(folder, "report.html").write_text(render_html(training.evidence), "utf-8")
        size = sum(file.stat().st_size for file in Path(folder, "model").iterdir())
    found = {
        "seconds": perf_counter() - started,
        "peak GiB": getrusage(RUSAGE_SELF).ru_maxrss / GIB_OF_KIB,
        "model MB": size / 1e6,
    }
    metrics = training.champion.card.metrics
    return found | {name: metrics[name] for name in METRICS}


def main(panel: Path) -> None:
    console = Console()
    with console.status("training"), get_context("spawn").Pool(1) as pool:
        found = pool.apply(trained, (panel,))
    table = Table("", "", title=f"training on {panel.name}")
    for name, value in found.items():
        table.add_row(name, f"{value:,.4g}")
    console.print(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
