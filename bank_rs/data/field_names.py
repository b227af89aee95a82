"""What people call the fields of the bank's record, in three languages."""

from dataclasses import dataclass
from typing import Final

ALL_PRODUCTS: Final = "products"
"""Stands for the 24 product flags together: how many are held, added and dropped."""

HISTORY: Final = "history"
"""Stands for how many of the earlier months are known."""


@dataclass(frozen=True, slots=True)
class FieldName:
    """One field.

    Attributes
    ----------
    field
        Column of the raw file, or ``ALL_PRODUCTS`` or ``HISTORY``.
    ru, en, es
        A noun in the singular that begins a list as well as it ends one.
    """

    field: str
    ru: str
    en: str
    es: str


_NAMES: Final = (
    ("fecha_dato", "дата записи", "date of the record", "fecha del registro"),
    ("ncodpers", "номер клиента", "client number", "número de cliente"),
    ("ind_empleado", "работа в банке", "employment at the bank", "empleo en el banco"),
    ("pais_residencia", "страна проживания", "country of residence", "país de residencia"),
    ("sexo", "пол", "sex", "sexo"),
    ("age", "возраст", "age", "edad"),
    ("fecha_alta", "дата первого договора", "date of the first contract", "fecha de alta"),
    ("ind_nuevo", "признак нового клиента", "new client mark", "marca de cliente nuevo"),
    ("antiguedad", "стаж в банке", "time with the bank", "antigüedad"),
    ("indrel", "статус основного клиента", "primary client status", "estado de cliente principal"),
    (
        "ult_fec_cli_1t",
        "последний день как основного клиента",
        "last day as a primary client",
        "último día como cliente principal",
    ),
    ("indrel_1mes", "тип клиента", "client type", "tipo de cliente"),
    (
        "tiprel_1mes",
        "отношение с банком",
        "relationship with the bank",
        "tipo de relación con el banco",
    ),
    (
        "indresi",
        "проживание в стране банка",
        "residence in the bank's country",
        "residencia en el país del banco",
    ),
    ("indext", "рождение за рубежом", "birth abroad", "nacimiento en el extranjero"),
    (
        "conyuemp",
        "брак с сотрудником банка",
        "marriage to a bank employee",
        "matrimonio con un empleado del banco",
    ),
    ("canal_entrada", "канал привлечения", "joining channel", "canal de entrada"),
    ("indfall", "отметка о смерти", "mark of death", "marca de fallecimiento"),
    ("tipodom", "тип адреса", "address type", "tipo de domicilio"),
    ("cod_prov", "код провинции", "province code", "código de provincia"),
    ("nomprov", "провинция", "province", "provincia"),
    ("ind_actividad_cliente", "активность клиента", "client activity", "actividad del cliente"),
    ("renta", "доход домохозяйства", "household income", "renta del hogar"),
    ("segmento", "сегмент", "segment", "segmento"),
    (ALL_PRODUCTS, "набор продуктов", "set of products", "conjunto de productos"),
    (HISTORY, "длина истории", "length of the history", "longitud del historial"),
)

FIELD_NAMES: Final = {row[0]: FieldName(*row) for row in _NAMES}
"""Names of the 24 profile columns and of both groups; product flags are called as the products."""
