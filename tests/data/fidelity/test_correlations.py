import numpy as np
import polars as pl

from bank_rs.catalog import CODES
from bank_rs.data.fidelity.features import features
from bank_rs.data.ownership import unpack


def test_product_correlations_are_those_of_the_matrix_of_all_rows(subject, results):
    held = unpack(pl.Series(subject.histories.owned)).astype(float)
    wanted = np.corrcoef(held[:, CODES.index("cno")], held[:, CODES.index("recibo")])[0, 1]
    found = {line.name: line.found for line in results["correlations"].lines}
    np.testing.assert_allclose(found["products: recibo cno"], wanted)


def test_feature_correlations_are_those_of_the_matrix_of_all_rows(subject, results):
    rows = features(subject.panel).collect()
    held = unpack(rows["owned"])[:, CODES.index("ctop")]
    found = {line.name: line.found for line in results["correlations"].lines}
    for name in ("age", "income", "top"):
        wanted = np.corrcoef(rows[name].to_numpy(), held)[0, 1]
        np.testing.assert_allclose(found[f"features: {name} ctop"], wanted)


def test_what_never_varies_correlates_with_nothing(panel_of):
    from bank_rs.data.fidelity.correlations import compare_correlations
    from bank_rs.data.fidelity.subject import Subject

    lines = list(compare_correlations(Subject.of(panel_of())))
    assert all(line.found == 0 for line in lines if line.measure != "mean absolute error")
