"""Small arrays for the laws: few clients and products, many ties."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

PROBABILITIES = (0.0, 0.125, 0.25, 0.5, 0.75, 1.0)


def pairs(min_rows: int = 1, max_rows: int = 8, min_columns: int = 1, max_columns: int = 9):
    """Probabilities, what was added and what was held; what is held is neither."""
    shapes = st.tuples(st.integers(min_rows, max_rows), st.integers(min_columns, max_columns))
    return shapes.flatmap(_of_shape)


def _of_shape(shape):
    flags = arrays(np.int8, shape, elements=st.integers(0, 1))
    scores = arrays(np.float64, shape, elements=st.sampled_from(PROBABILITIES))
    return st.tuples(scores, flags, flags).map(
        lambda drawn: (drawn[0] * (1 - drawn[2]), drawn[1] * (1 - drawn[2]), drawn[2])
    )
