import numpy as np
import pytest

from bank_rs.data.field_names import FIELD_NAMES
from bank_rs.data.fields import PROFILE, RAW_COLUMNS
from bank_rs.model.explain.source_field import source_field
from bank_rs.model.features import INPUTS
from bank_rs.model.features.past import NAMES as PAST
from bank_rs.model.features.profile import NAMES as OWN


def test_every_feature_comes_from_a_field_with_a_name():
    sources = {source_field(name) for name in (*PAST, *OWN)}
    assert sources <= {*RAW_COLUMNS, *FIELD_NAMES}


def test_every_field_that_features_are_made_of_is_a_source():
    sources = {source_field(name) for name in (*PAST, *OWN)}
    read = {field.column for field in PROFILE if field.name in INPUTS}
    flags = {column for column in RAW_COLUMNS if column.endswith("_ult1")}
    assert sources - {"products", "history"} == read | flags


@pytest.mark.parametrize(
    ("feature", "field"),
    [
        ("held_nom_pens", "ind_nom_pens_ult1"),
        ("held_count", "products"),
        ("months_held_viv", "ind_viv_fin_ult1"),
        ("months_known", "history"),
        ("client_activity_1m", "tiprel_1mes"),
        ("activity_lags", "ind_actividad_cliente"),
        ("income", "renta"),
        ("months_since_registration", "fecha_alta"),
    ],
)
def test_feature_comes_from_its_field(feature, field):
    assert source_field(feature) == field


def test_feature_names_differ():
    assert len(np.unique([*PAST, *OWN])) == len(PAST) + len(OWN)
