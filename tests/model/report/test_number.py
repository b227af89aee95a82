from datetime import date

import numpy as np
import pytest

from bank_rs.model.report import number


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        (number.count, 12345, "12,345"),
        (number.decimals, 0.12345, "0.1235"),
        (number.percent, 0.8951, "89.5%"),
        (number.rate, 0.000162, "0.0162%"),
        (number.duration, 12.34, "12.3 s"),
        (number.duration, 90, "1.5 min"),
        (number.mebibytes, 0.004, "< 0.1"),
        (number.mebibytes, 9.53, "9.5"),
        (number.mebibytes, 4100.2, "4,100"),
        (number.text, date(2016, 5, 28), "2016-05"),
        (number.any_value, "A", "A"),
        (number.any_value, 1234, "1,234"),
        (number.any_value, 0.25, "0.25"),
        (number.any_value, 12345.6, "12346"),
        (number.decimals, None, "–"),
        (number.decimals, np.nan, "–"),
        (number.text, None, "–"),
    ],
)
def test_numbers_are_written_for_people(written, value, text):
    assert written(value) == text
