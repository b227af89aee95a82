"""``GET /model`` and ``GET /products``: what the service knows of itself."""

from typing import Annotated

from fastapi import Query, Request

from bank_rs.service.answering.description import (
    ModelDescription,
    ProductDescription,
    describe_challenger,
    describe_model,
    describe_products,
)
from bank_rs.service.answering.language import language_of
from bank_rs.service.answering.queries import InLanguage
from bank_rs.service.service import Serving


async def model(service: Serving) -> ModelDescription:
    """Say which model answers, what it learnt from and how good it is, and which one is tried."""
    lineup = service.lineup
    return describe_model(lineup.champion, describe_challenger(lineup))


async def products(
    request: Request, query: Annotated[InLanguage, Query()]
) -> tuple[ProductDescription, ...]:
    """List the 24 products in the order of the bank's file."""
    header = request.headers.get("accept-language", "").encode("latin-1")
    return describe_products(language_of(query.lang, header))
