"""What /explain answers."""

from collections.abc import Sequence
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from bank_rs.catalog import PRODUCTS
from bank_rs.model.explain import Contribution
from bank_rs.service.answering.language import Language, name_of
from bank_rs.service.answering.sentences import sentence

_EXAMPLE: Final[JsonDict] = {
    "code": "tjcr",
    "name": "Кредитная карта",
    "probability": 0.0312,
    "fields": [
        {"field": "renta", "contribution": 0.41, "direction": "raises"},
        {"field": "ind_recibo_ult1", "contribution": 0.27, "direction": "raises"},
        {"field": "age", "contribution": -0.12, "direction": "lowers"},
    ],
    "sentence": (
        "Кредитная карта: повышают — доход домохозяйства и «Прямое дебетование»; "
        "понижает — возраст."
    ),
}
_UNMOVED: Final[JsonDict] = {
    "code": "aval",
    "name": "Guarantee",
    "probability": 0.00001,
    "fields": [],
    "sentence": "Guarantee: the probability is the same for every client who does not hold it.",
}


class ExplainedField(BaseModel):
    """A field of the record and how much it moves a product."""

    field: str = Field(
        description="column of the raw file; 'products' for how many products are held, added and "
        "dropped, 'history' for how many months are known"
    )
    contribution: float = Field(
        description="Shapley value in log odds, earlier months of the field included"
    )
    direction: Literal["raises", "lowers"]


class ExplainedProduct(BaseModel):
    """A recommended product and the fields that raised or lowered it most."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE, _UNMOVED]})

    code: str
    name: str = Field(description="in the language asked for")
    probability: float = Field(ge=0, le=1, description="of the addition by the next month")
    fields: list[ExplainedField] = Field(
        description="the strongest first; none where the model knows the product's rate alone"
    )
    sentence: str = Field(description="the same in words; it never tells the client's values")


def explained_product(
    place: int, probability: float, contributions: Sequence[Contribution], language: Language
) -> ExplainedProduct:
    """Put an explanation into words.

    Parameters
    ----------
    place
        Of the product in ``PRODUCTS``.
    probability
        What the champion answers for it.
    contributions
        What the explainer answers for it.
    language
        Of the name and the sentence.
    """
    product = PRODUCTS[place]
    fields = [
        ExplainedField(
            field=field, contribution=value, direction="raises" if value > 0 else "lowers"
        )
        for field, value in contributions
    ]
    return ExplainedProduct(
        code=product.code,
        name=name_of(product, language),
        probability=probability,
        fields=fields,
        sentence=sentence(product, contributions, language),
    )
