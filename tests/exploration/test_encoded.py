import numpy as np
import pytest

from bank_rs.exploration.encoded import encoded_frame, family_of, family_table


@pytest.mark.parametrize(
    ("feature", "family"),
    [
        ("held_nom_pens", "held_<product>"),
        ("held_nomina", "held_<product>"),
        ("recibo_run", "<product>_run"),
        ("lag_12_cco", "lag_<n>_<product>"),
        ("client_type_1m", "client_type_1m"),
        ("planned", "planned"),
    ],
)
def test_family_of_leaves_product_and_months_out(feature, family):
    assert family_of(feature) == family


def test_family_table_counts_features_and_missing_values():
    matrix = np.array([[1, 0, 5], [0, np.nan, 7]], np.float32)
    encoded = encoded_frame(matrix, np.array(["held_cco", "held_tjcr", "age"], object))
    assert family_table(encoded).rows() == [
        ("held_<product>", 2, 0.25, 0.0, 1.0),
        ("age", 1, 0.0, 5.0, 7.0),
    ]
