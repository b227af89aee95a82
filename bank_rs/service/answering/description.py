"""What /model and /products answer."""

from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from bank_rs.catalog import CODES, PRODUCTS
from bank_rs.service.answering.language import Language, name_of
from bank_rs.service.following.served import ServedModel
from bank_rs.service.trial.lineup import Lineup

_DATA_EXAMPLE: Final[JsonDict] = {
    "description": "simulated, 956,645 clients, 17 months, seed 42",
    "sha256": "268d8ce220fca9c5755de7d678a933dbe92e343379a7bfecbd0d8122c4657a56",
    "rows": 13649184,
    "clients": 956645,
    "first_month": "2015-01-28",
    "last_month": "2016-05-28",
}
_EXAMPLE: Final[JsonDict] = {
    "version": "3",
    "source": "registry",
    "alias": "champion",
    "run_id": "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "trained_at": "2016-06-01T09:00:00Z",
    "data": _DATA_EXAMPLE,
    "metrics": {"map_at_7": 0.02602, "log_loss": 0.005158},
    "thresholds": {"cno": 0.2213, "tjcr": 0.1847, "aval": None},
    "parameters": {"rounds": 60, "learning_rate": 0.15},
    "python": "3.11.7",
    "libraries": {"bank-rs": "0.1.0", "lightgbm": "4.7.0"},
    "challenger": {
        "version": "4",
        "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "shadow": 0.1,
        "canary": 0.0,
    },
}
_PRODUCT_EXAMPLE: Final[JsonDict] = {
    "code": "tjcr",
    "column": "ind_tjcr_fin_ult1",
    "slug": "credit_card",
    "name": "Кредитная карта",
    "ru": "Кредитная карта",
    "en": "Credit card",
    "es": "Tarjeta de crédito",
}


class DataDescription(BaseModel):
    """The data a model learnt from."""

    description: str
    sha256: str = Field(description="of the panel's file, as sha256sum prints it")
    rows: int
    clients: int
    first_month: date
    last_month: date


class ChallengerDescription(BaseModel):
    """The model that is tried beside the one that answers."""

    version: str = Field(description="version in the registry")
    sha256: str = Field(description="of the stored pipeline")
    shadow: float = Field(ge=0, le=1, description="part of the answers it gives as well, unseen")
    canary: float = Field(ge=0, le=1, description="part of the clients it answers")


class ModelDescription(BaseModel):
    """The model that answers: where it comes from and how good it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    version: str = Field(description="version in the registry, or fingerprint of the copy")
    source: Literal["registry", "models"] = Field(description="where the model was found")
    alias: str = Field(description="alias the service follows")
    run_id: str | None = Field(description="run in MLflow that logged the version, where known")
    sha256: str = Field(description="of the stored pipeline, as sha256sum prints it")
    trained_at: datetime
    data: DataDescription
    metrics: dict[str, float] = Field(
        description="of the last month with a next one, which the judged model had not seen"
    )
    thresholds: dict[str, float | None] = Field(
        description="by product code, the least probability that is answered with 1; null for a "
        "product that never is"
    )
    parameters: dict[str, int | float]
    python: str
    libraries: dict[str, str] = Field(description="versions the model was made with")
    challenger: ChallengerDescription | None = Field(
        None, description="null where no other model is tried"
    )


class ProductDescription(BaseModel):
    """A product and all it is called by."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PRODUCT_EXAMPLE]})

    code: str = Field(description="short name, also that of lang=code")
    column: str = Field(description="its flag in the raw file")
    slug: str = Field(description="its name in metrics and, behind ind_1m_, in English records")
    name: str = Field(description="in the language asked for")
    ru: str
    en: str
    es: str


def describe_model(
    served: ServedModel, challenger: ChallengerDescription | None = None
) -> ModelDescription:
    """Describe the model that answers, and the one that is tried beside it."""
    card = served.champion.card
    facts = card.model_dump(include={"trained_at", "metrics", "parameters", "python", "libraries"})
    return ModelDescription(
        **facts,
        version=served.version,
        source="registry" if served.source == "registry" else "models",
        alias=served.alias,
        run_id=served.run_id,
        sha256=served.sha256,
        data=DataDescription.model_validate(card.data.model_dump()),
        thresholds=_thresholds(served),
        challenger=challenger,
    )


def describe_challenger(lineup: Lineup) -> ChallengerDescription | None:
    """Describe the model that is tried, None where there is none."""
    model, shares = lineup.challenger, lineup.shares
    if model is None:
        return None
    return ChallengerDescription(
        version=model.version,
        sha256=model.sha256,
        shadow=shares.shadow,
        canary=shares.canary.share,
    )


@cache
def describe_products(language: Language) -> tuple[ProductDescription, ...]:
    """The 24 products in the order of ``PRODUCTS``."""
    return tuple(
        ProductDescription(
            code=product.code,
            column=product.column,
            slug=product.slug,
            name=name_of(product, language),
            ru=product.ru,
            en=product.en,
            es=product.es,
        )
        for product in PRODUCTS
    )


def _thresholds(served: ServedModel) -> dict[str, float | None]:
    _, classifier = served.champion.pipeline.steps[-1]
    found = classifier.thresholds_.tolist()
    return {
        code: value if isfinite(value) else None for code, value in zip(CODES, found, strict=True)
    }
