"""Tables fitted to published margins."""

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]


def rake(cells: Table, members: Table, totals: Table, rounds: int) -> Table:
    """Scale cells until weighted sums of them reach their totals.

    Generalised iterative scaling (Darroch and Ratcliff, Annals of Mathematical Statistics 43,
    1972), one constraint at a time. Constraints that contradict each other end in a compromise
    that favours the later ones.

    Parameters
    ----------
    cells
        Positive starting values of shape (cells,).
    members
        Weight of each cell in each constraint, shape (constraints, cells), not negative.
    totals
        What the weighted sums shall be, shape (constraints,).
    rounds
        How often to go through the constraints.

    Returns
    -------
    ndarray
        The fitted cells, float64 of shape (cells,).
    """
    fitted = cells.astype(np.float64)
    places = [np.flatnonzero(weights) for weights in members]
    for _ in range(rounds):
        for place, weights, total in zip(places, members, totals, strict=True):
            weight = weights[place]
            share = total / max(float((weight * fitted[place]).sum()), 1e-12)
            fitted[place] *= share ** (weight / weight.max())
    return fitted


def fit_margins(table: Table, rows: Table, columns: Table, rounds: int = 50) -> Table:
    """Scale a table to its row and column sums by iterative proportional fitting.

    Parameters
    ----------
    table
        Starting values of shape (rows, columns), not negative; a zero stays zero.
    rows
        Sums over each row, shape (rows,).
    columns
        Relative sums over each column, shape (columns,); they are scaled to those of the rows.
    rounds
        How often to go through both.

    Returns
    -------
    ndarray
        The fitted table, whose row sums are exact.
    """
    fitted = table.astype(np.float64)
    wanted = columns * (rows.sum() / columns.sum())
    for _ in range(rounds):
        fitted *= (wanted / np.maximum(fitted.sum(axis=0), 1e-12))[None, :]
        fitted *= (rows / np.maximum(fitted.sum(axis=1), 1e-12))[:, None]
    return fitted
