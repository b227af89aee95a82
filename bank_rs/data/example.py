"""A made-up client, for documentation, model signatures and first tries."""

from typing import Any, Final

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import PROFILE

_HELD: Final = ("nomina", "nom_pens", "recibo")

EXAMPLE_RECORD: Final[dict[str, Any]] = {
    "fecha_dato": "2016-05-28",
    "ncodpers": 1234567,
    "ind_empleado": "N",
    "pais_residencia": "ES",
    "sexo": "H",
    "age": " 37",
    "fecha_alta": "2016-04-04",
    "ind_nuevo": 1,
    "antiguedad": "      1",
    "indrel": 1,
    "ult_fec_cli_1t": None,
    "indrel_1mes": "1.0",
    "tiprel_1mes": "A",
    "indresi": "S",
    "indext": "N",
    "conyuemp": None,
    "canal_entrada": "KHC",
    "indfall": "N",
    "tipodom": 1,
    "cod_prov": 28,
    "nomprov": "MADRID",
    "ind_actividad_cliente": 1,
    "renta": 101850.0,
    "segmento": "02 - PARTICULARES",
    **{product.column: int(product.code in _HELD) for product in PRODUCTS},
}
"""The record under the raw file's names, with the spellings the raw file uses."""

EXAMPLE_RECORD_ENGLISH: Final[dict[str, Any]] = {
    english: EXAMPLE_RECORD[spanish]
    for spanish, english in [
        *((field.column, field.name) for field in PROFILE),
        *((product.column, product.english_column) for product in PRODUCTS),
    ]
}
"""The same client under the English names."""
