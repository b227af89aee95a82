"""A row of the prediction log as it lies in a journal."""

from typing import Final

import numpy as np

from bank_rs.catalog import PRODUCTS

REQUEST_ID_BYTES: Final = 64
"""The longest name of a request, in ASCII."""


def row_type(features: int) -> np.dtype[np.void]:
    """The type of rows with a number of features, packed and little-endian.

    ``time`` is in microseconds since 1970 in UTC, ``month`` in days; the others are as in
    ``FACTS``. All rows of a journal are of one version, so that is not repeated.
    """
    return np.dtype(
        [
            ("time", "<i8"),
            ("request_id", f"S{REQUEST_ID_BYTES}"),
            ("client", "<u8"),
            ("month", "<i4"),
            ("unseen", "<u2"),
            ("offered", "<u4"),
            ("probabilities", "<f4", (len(PRODUCTS),)),
            ("features", "<f4", (features,)),
        ]
    )
