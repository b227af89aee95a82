from bank_rs.data.fidelity.features import features


def test_missing_income_is_the_median(panel_of, history_of):
    incomes = (10.0, 20.0, 90.0)
    records = [r for i, x in enumerate(incomes) for r in history_of(i + 1, [0], income=x)]
    found = features(panel_of(*records)).collect()["income"]
    assert found[0] == 20
    assert sorted(found[-3:]) == [10, 20, 90]


def test_missing_flag_is_no(panel_of):
    assert features(panel_of()).collect()["top"].sum() == 0


def test_rows_without_a_gender_are_left_out(panel_of, history_of):
    assert features(panel_of(*history_of(1, [0, 0], gender=None))).collect().height == 17
