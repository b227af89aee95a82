"""The raw field that each feature is made of."""

from typing import Final

from bank_rs.catalog import PRODUCTS
from bank_rs.data.field_names import ALL_PRODUCTS, HISTORY
from bank_rs.data.fields import PROFILE
from bank_rs.model.features.past import BY_PRODUCT

_ACTIVITY: Final = "ind_actividad_cliente"

_SOURCES: Final = {
    **{field.name: field.column for field in PROFILE},
    **{f"{kind}_{product.code}": product.column for kind in BY_PRODUCT for product in PRODUCTS},
    "held_count": ALL_PRODUCTS,
    "additions_count": ALL_PRODUCTS,
    "drops_count": ALL_PRODUCTS,
    "months_known": HISTORY,
    "months_active": _ACTIVITY,
    "activity_lags": _ACTIVITY,
    "since_activity_change": _ACTIVITY,
    "since_relation_change": "tiprel_1mes",
    "since_segment_change": "segmento",
    "calendar_month": "fecha_dato",
    "months_since_registration": "fecha_alta",
}


def source_field(feature: str) -> str:
    """Where a feature comes from.

    Parameters
    ----------
    feature
        One of `ClientFeatures.get_feature_names_out`.

    Returns
    -------
    str
        Column of the raw file, that of earlier months included; ``ALL_PRODUCTS`` or ``HISTORY``
        where a feature is made of all products or of how many months are known.

    Examples
    --------
    >>> source_field("since_drop_tjcr")
    'ind_tjcr_fin_ult1'
    """
    return _SOURCES[feature]
