"""What would be pushed now."""

from bank_rs.service.metering.board import Board
from bank_rs.service.metering.ledger import Ledger
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.metering.readings import Readings, readings_of


def take(counted: Metrics | Board) -> Readings:
    """Take the counts of a worker's board; they start again at 0."""
    ledger = Ledger(counted.board if isinstance(counted, Metrics) else counted)
    interval = ledger.take()
    ledger.commit(interval.totals)
    return readings_of(interval)
