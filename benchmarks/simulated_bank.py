"""How faithful a simulated bank of full size is, what it takes to make, and the document on both.

    python benchmarks/simulated_bank.py [--clients N] [--seed S] [--out docs/simulated-bank.md]

The bank is simulated in a process of its own, so that its peak memory is its own, and compared in
this one. Exits with 1 when a line of the comparison is missed.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bank_rs.cli.progress import spinner
from bank_rs.data.fidelity.document import write_document
from bank_rs.data.fidelity.result import compare
from bank_rs.data.fidelity.subject import Subject
from bank_rs.data.fidelity.table import show
from bank_rs.data.published import published

KIB_PER_GIB: Final = 2**20


def main() -> int:
    arguments = parse()
    with tempfile.TemporaryDirectory() as folder, spinner("simulating") as say:
        panel = Path(folder) / "panel.parquet"
        made = simulated(arguments.clients, arguments.seed, panel)
        started = time.perf_counter()
        subject = Subject.read(panel)
        results = compare(subject, lambda block: say(f"comparing {block}"))
        made += [compared(subject, time.perf_counter() - started)]
        say("drawing")
        write_document(arguments.out, results, "simulated", made)
    show(results)
    return int(any(result.failing for result in results))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=published("presence")["clients"])
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--out", type=Path, default=Path("docs/simulated-bank.md"))
    return parser.parse_args()


def simulated(clients: int, seed: int, panel: Path) -> list[str]:
    """Simulate in a child; what it took, as lines of the document."""
    options = ["--clients", str(clients), "--seed", str(seed)]
    truth = panel.with_name("truth.parquet")
    files = ["--out", str(panel), "--truth", str(truth)]
    started = time.perf_counter()
    command = Path(sys.executable).with_name("bank-rs")
    subprocess.run([command, "simulate", *options, *files], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB_PER_GIB
    shown = f"bank-rs simulate {' '.join(options)} --out {panel.name} --truth {truth.name}"
    return [
        f"Made with `python benchmarks/simulated_bank.py {' '.join(options)}`, which runs",
        f"`{shown}`:",
        f"{seconds:.0f} s on {os.cpu_count()} cores and {peak:.1f} GiB of memory at its peak.",
    ]


def compared(subject: Subject, seconds: float) -> str:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_GIB
    return f"Comparing its {subject.rows:,} rows took {seconds:.0f} s and {peak:.1f} GiB."


if __name__ == "__main__":
    sys.exit(main())
