"""Records shown in the documentation; each is sent by a test as well."""

from typing import Any, Final

from fastapi.openapi.models import Example
from pydantic.config import JsonDict

from bank_rs.catalog import PRODUCTS
from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH
from bank_rs.data.fields import RAW_COLUMNS

_MINIMAL: Final[dict[str, Any]] = {"fecha_dato": "2016-05-28", "ncodpers": 1234567}
_NULLS: Final = dict.fromkeys(RAW_COLUMNS) | _MINIMAL
_INVALID: Final = EXAMPLE_RECORD | {"fecha_dato": "2016-02-31", "ind_tjcr_fin_ult1": 2}
_HISTORY: Final = [
    {"fecha_dato": "2016-04-28", "ind_nomina_ult1": 1, "ind_actividad_cliente": 1},
    {"fecha_dato": "2016-03-28", "ind_recibo_ult1": 1, "tiprel_1mes": "A"},
]

RECORD_EXAMPLES: Final[dict[str, Example]] = {
    "typical": {"summary": "as the raw file has it", "value": EXAMPLE_RECORD},
    "english": {"summary": "under the English names", "value": EXAMPLE_RECORD_ENGLISH},
    "history": {
        "summary": "with what was held in earlier months",
        "value": EXAMPLE_RECORD | {"history": _HISTORY},
    },
    "minimal": {"summary": "client and month alone", "value": _MINIMAL},
    "nulls": {"summary": "null wherever it may be", "value": _NULLS},
    "invalid": {"summary": "refused: a day that was none, a flag of 2", "value": _INVALID},
}

BATCH_EXAMPLES: Final[dict[str, Example]] = {
    "typical": {"summary": "two records", "value": [EXAMPLE_RECORD, _MINIMAL]},
    "invalid": {"summary": "the second is refused", "value": [EXAMPLE_RECORD, _INVALID]},
    "empty": {"summary": "no record at all", "value": []},
}

OFFER_EXAMPLE: Final[JsonDict] = {product.ru: int(product.code == "cno") for product in PRODUCTS}
