"""``python -m bank_rs.loop.drift.compare_now < SETTINGS.json``: what a service starts now and then.

It prints the names of the alarms by window, as JSON.
"""

import json
import os
import sys
from datetime import UTC, datetime
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.loop.drift.drift import drift_dir
from bank_rs.loop.drift.pushing import push_drift
from bank_rs.loop.drift.watch import watch
from bank_rs.predictions.reading import NoPredictionsError
from bank_rs.settings import Settings

_NICENESS: Final = 10
"""Answering goes first."""


def compare_now(settings: Settings) -> dict[str, list[str]]:
    """Compare, keep and push what is found.

    Returns
    -------
    dict of str to list of str
        Names of the alarms by window; of judged windows only.
    """
    try:
        found = watch(settings, datetime.now(UTC))
    except NoPredictionsError:
        return {}
    found.keep(drift_dir(settings.state_dir))
    if settings.metrics:
        push_drift(settings, found)
    judged = (window for window in found.windows if window.judged)
    return {window.window: [alarm.name for alarm in window.alarms] for window in judged}


def main() -> int:
    """Read settings from standard input and compare; the exit code."""
    os.nice(_NICENESS)
    settings = Settings(_env_file=None, **json.load(sys.stdin))
    try:
        found = compare_now(settings)
    except BankRsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
