"""What may stand behind the question mark."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bank_rs.catalog import PRODUCTS
from bank_rs.service.answering.language import Language


class InLanguage(BaseModel):
    """In which language products are named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: Annotated[
        Language | None,
        Field(description="language of names; that of Accept-Language, else Russian, if unset"),
    ] = None


class AtLeast(InLanguage):
    """Which probabilities are worth an answer."""

    threshold: Annotated[
        float, Field(ge=0, le=1, description="least probability to be answered")
    ] = 0.0


class Best(InLanguage):
    """How many products are wanted."""

    k: Annotated[int, Field(ge=1, le=len(PRODUCTS), description="products at most")] = 7


class Explained(InLanguage):
    """How many products are to be explained."""

    k: Annotated[int, Field(ge=1, le=7, description="products at most")] = 3


class Drawn(InLanguage):
    """Which simulated client is wanted."""

    seed: Annotated[
        int | None, Field(ge=0, lt=2**63, description="the same seed draws the same client")
    ] = None
