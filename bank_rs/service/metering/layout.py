"""How the memory that an instance's processes share is divided."""

from typing import Final

import numpy as np

from bank_rs.catalog import PRODUCTS
from bank_rs.service.metering.catalogue import EVENTS, QUALITY
from bank_rs.service.metering.endpoint import ENDPOINTS
from bank_rs.service.metering.histogram import BUCKETS
from bank_rs.service.metering.trial import SHADOW, SIDES

FIRST_CODE: Final = 100
CODES: Final = 500
"""HTTP statuses, from the first on."""

RECORD_BYTES: Final = 64 * 1024
"""Room for the lines of one push; what is not used takes no memory."""

PEAKS: Final = len(ENDPOINTS) + 1
"""Longest time by endpoint, in ms, and the greatest share of the capacity in use."""

COUNTS: Final = np.dtype(
    [
        ("codes", np.int64, (len(ENDPOINTS), CODES)),
        ("buckets", np.int64, (len(ENDPOINTS), BUCKETS)),
        ("milliseconds", np.float64, (len(ENDPOINTS),)),
        ("clients", np.int64, (1,)),
        ("offers", np.int64, (len(PRODUCTS),)),
        ("probability", np.float64, (len(PRODUCTS),)),
        ("events", np.int64, (len(EVENTS),)),
        ("canary", np.int64, (1,)),
        ("shadow", np.int64, (len(SHADOW),)),
        ("shadow_offers", np.int64, (len(SIDES), len(PRODUCTS))),
        ("shadow_probability", np.float64, (len(SIDES), len(PRODUCTS))),
        ("dropped", np.int64, (1,)),
    ]
)
"""What only ever grows, from the start of the instance on."""

WORKER: Final = np.dtype(
    [
        ("counts", COUNTS),
        ("epochs", np.int64, (2,)),
        ("peaks", np.float64, (2, PEAKS)),
        ("version", np.float64, (1,)),
        ("challenger", np.float64, (2,)),
        ("quality", np.float64, (len(QUALITY),)),
        ("resident", np.float64, (1,)),
        ("beat", np.float64, (1,)),
    ]
)
"""What one worker writes and no other process does.

The peaks of an epoch, the time between two pushes, lie in the row of its parity, so that a worker
that has gone on to the next does not spoil what is yet to be read. ``challenger`` is whether one
may be tried, and its version. ``resident`` is in MB; ``beat`` is when it was written, by the
machine's monotonic clock.
"""

RECORD: Final = np.dtype(
    [
        ("slot", np.int64),
        ("points", np.int64),
        ("dropped", np.int64),
        ("size", np.int64),
        ("lines", np.uint8, (RECORD_BYTES,)),
    ]
)
"""The points of one push; ``dropped`` is how many others it reports as given up."""


def layout(workers: int, kept: int) -> np.dtype[np.void]:
    """The memory of an instance.

    Parameters
    ----------
    workers
        Processes that answer.
    kept
        Pushes that can wait for Graphite.
    """
    return np.dtype(
        [
            ("epoch", np.int64),
            ("head", np.int64),
            ("tail", np.int64),
            ("taken", COUNTS, (2,)),
            ("pusher", COUNTS),
            ("workers", WORKER, (workers,)),
            ("backlog", RECORD, (kept,)),
        ]
    )
