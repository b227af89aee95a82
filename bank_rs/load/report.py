"""A load as a table for the terminal."""

from collections.abc import Sequence

from rich.table import Table

from bank_rs.load.outcome import PERCENTILES, Load, Outcome, latencies, results
from bank_rs.load.plan import ENDPOINTS


def report(load: Load) -> Table:
    """Requests by result and percentiles of their time, for each endpoint and for all."""
    kinds = sorted(results(load.outcomes))
    title = f"{len(load.outcomes):,} requests in {load.seconds:.1f} s, {load.per_second:.0f} per s"
    table = Table("endpoint", title=title)
    for kind in kinds:
        table.add_column(kind, justify="right")
    for percentile in PERCENTILES:
        table.add_column(f"p{percentile}, ms", justify="right")
    for endpoint in ENDPOINTS:
        sent = [outcome for outcome in load.outcomes if outcome.endpoint == endpoint]
        if sent:
            table.add_row(endpoint, *_cells(sent, kinds))
    table.add_section()
    table.add_row("all", *_cells(load.outcomes, kinds))
    return table


def _cells(outcomes: Sequence[Outcome], kinds: Sequence[str]) -> list[str]:
    counts = results(outcomes)
    counted = [f"{counts[kind]:,}" for kind in kinds]
    return counted + [f"{milliseconds:.1f}" for milliseconds in latencies(outcomes)]
