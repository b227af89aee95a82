import pytest

from bank_rs.model.report.columns import column_of


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("map_at_7_normalised", "MAP@7 / ceiling"),
        ("hit_rate_at_3", "hit rate @3"),
        ("f1_macro", "F1, macro"),
        ("roc_auc_weighted", "ROC-AUC, weighted"),
        ("map_at_7_baseline", "MAP@7, popularity"),
        ("hit_rate_at_1_limit", "hit rate @1, limit"),
        ("tree_depth", "tree depth"),
    ],
)
def test_columns_have_headings_for_people(name, heading):
    assert column_of(name).heading == heading


def test_cost_is_better_when_less():
    assert [column_of(name).better for name in ("f1_micro", "seconds", "eligible")] == [1, -1, 0]
