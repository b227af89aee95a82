"""What the prediction log costs: the service with it beside the same service without.

    python benchmarks/prediction_log.py [--workers 1] [--starts 3] [--rounds 4] [--seconds 10]

``bank-rs serve`` runs with default settings, so that every 20,000 answers become Parquet; and with
``BANK_RS_LOG_SHARE=0``, twice, so that it shows by how much two runs of the same differ. All take
turns under load (wrk) on /predict, and are started several times, as in ``metrics.py``. Then the
log by itself: what its parts take of a core for one answer, how many answers a second it takes with
nobody else there, and what one takes on the disk, as a journal and as Parquet.
"""

import argparse
import sys
from typing import Final

from metrics import arguments, measured
from metrics import rows as compared
from prediction_log_alone import alone
from rich.console import Console
from serving import table_of
from serving_load import check_wrk

SIDES: Final = {
    "no log": ("BANK_RS_LOG_SHARE=0",),
    "no log, again": ("BANK_RS_LOG_SHARE=0",),
    "all answers logged": ("BANK_RS_LOG_SHARE=1",),
}
"""Settings of each; the first is what the others are compared with."""

WANTED: Final = {"all answers logged": 0.97}
"""Least share of the requests per second."""


def main(given: argparse.Namespace) -> None:
    check_wrk()
    console = Console()
    shown = compared(measured(console, SIDES, **vars(given)), WANTED)
    with console.status("the log alone"):
        shown += alone()
    console.print(table_of(shown))
    if any(row.met is False for row in shown):
        sys.exit(1)


if __name__ == "__main__":
    main(arguments(__doc__ or ""))
