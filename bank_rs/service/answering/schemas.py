"""Answers of the HTTP interface."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from bank_rs.service.answering.examples import OFFER_EXAMPLE
from bank_rs.service.answering.scored import HistoryUsed
from bank_rs.service.edge.problems import Problem

RawRecord = dict[str, str | int | float | None]
"""A client record as JSON, under the raw file's names."""


class Offer(RootModel[dict[str, Literal[0, 1]]]):
    """Names of all 24 products to 1 where the product is to be offered."""

    model_config = ConfigDict(json_schema_extra={"examples": [OFFER_EXAMPLE]})


class Chances(RootModel[dict[str, float]]):
    """Names of products to the probability of their addition by next month, in falling order."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"Зарплатный счёт": 0.7216, "Кредитная карта": 0.0312}]}
    )


class Recommendation(BaseModel):
    """A product and how likely the client adds it by next month."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"code": "cno", "name": "Зарплатный счёт", "probability": 0.7216}]
        }
    )

    code: str = Field(description="short name of the product, see /products")
    name: str = Field(description="in the language asked for")
    probability: float = Field(ge=0, le=1)


class Answered(BaseModel):
    """The entry of a record that was answered."""

    prediction: Offer
    history: HistoryUsed = Field(description="where the client's earlier months came from")
    model_version: str | None = Field(
        None, description="of the model that answered; missing where it is that of the header"
    )


class Refused(BaseModel):
    """The entry of a record that could not be read."""

    problem: Problem


BatchEntry = Answered | Refused


class Alive(BaseModel):
    """What answers."""

    status: Literal["Alive"] = "Alive"
    version: str = Field(description="version of the service")
    model_version: str = Field(description="version in the registry, or fingerprint of the copy")
    model_source: Literal["registry", "models"] = Field(description="where the model was found")
    up_time: float = Field(description="seconds since start")


class RandomClient(BaseModel):
    """A simulated client and the answer for it."""

    client: RawRecord
    prediction: Offer
