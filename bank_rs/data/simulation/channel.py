"""The channel each client joined by."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.published import published
from bank_rs.data.published.segment import STUDENT
from bank_rs.data.simulation.allotment import allot
from bank_rs.data.simulation.raking import fit_margins


def draw_channels(
    rng: np.random.Generator, segment: NDArray[np.int8], records: NDArray[np.int8]
) -> NDArray[np.int16]:
    """Draw a channel by segment: position in the published table, int16 of shape (clients,).

    Parameters
    ----------
    rng
        Source of chance.
    segment
        Position in ``SEGMENTS``.
    records
        Records of each client that name a channel.
    """
    table = np.array(list(published("profile")["channel"].values()), np.float64).T
    student = segment == STUDENT
    rows = np.array([float(records[student].sum()), float(records[~student].sum())])
    fitted = fit_margins(table, np.maximum(rows, 1e-9), table.sum(axis=0))
    channels = np.empty(segment.size, np.int16)
    for weights, group in zip(fitted, (student, ~student), strict=True):
        members = np.flatnonzero(group)
        channels[members] = allot(rng, weights, records[members])
    return channels
