"""Runs the smoke test and reads its report."""

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts/smoke.py"
ALL = ("graphite", "service", "metrics", "mlflow", "model", "grafana")

Finished = subprocess.CompletedProcess[str]


def smoke(*options: str, cwd: Path, **variables: str) -> Finished:
    """Run the script as a machine does that has Python and nothing else."""
    command = (sys.executable, "-I", "-S", SCRIPT, *options)
    return subprocess.run(
        command, cwd=cwd, env=variables, capture_output=True, text=True, check=False, timeout=90
    )


def lines(finished: Finished) -> dict[str, tuple[str, str]]:
    """Status and words by check; everything printed has to be such a line."""
    assert finished.stderr == ""
    found = [re.fullmatch(r"(\w+) +(\w+) +[\d.]+ s  (.+)", x) for x in finished.stdout.splitlines()]
    return {line[2]: (line[1], line[3]) for line in found}


def not_ok(finished: Finished) -> dict[str, str]:
    """Status by check, of those that are not ok."""
    said = lines(finished)
    assert set(said) == set(ALL)
    return {check: status for check, (status, _) in said.items() if status != "ok"}
