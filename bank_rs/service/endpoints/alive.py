"""``GET /`` and ``GET /random``: does it answer, and what."""

from asyncio import to_thread
from typing import Annotated

import numpy as np
from fastapi import Query, Request

from bank_rs import __version__
from bank_rs.catalog import PRODUCTS
from bank_rs.data.record import ClientRecord
from bank_rs.data.simulation import random_record
from bank_rs.service.answering.language import NAMES, language_of
from bank_rs.service.answering.queries import Drawn
from bank_rs.service.answering.schemas import Alive, Offer, RandomClient
from bank_rs.service.service import Serving


async def alive(service: Serving) -> Alive:
    """Say that the service answers, and with which model."""
    return Alive(
        version=__version__,
        model_version=service.model.version,
        model_source=service.model.source,
        up_time=round(service.system.up_time, 3),
    )


async def random_client(
    service: Serving, request: Request, query: Annotated[Drawn, Query()]
) -> RandomClient:
    """Draw a simulated client and answer for it; the same seed draws the same client."""
    client = await to_thread(random_record, np.random.default_rng(query.seed))
    record = ClientRecord.model_validate(client)
    scored = await service.score(record, request.state.request_id)
    header = request.headers.get("accept-language", "").encode("latin-1")
    names = NAMES[language_of(query.lang, header)]
    prediction = {names[bit]: scored.offered >> bit & 1 for bit in range(len(PRODUCTS))}
    return RandomClient(client=client, prediction=Offer.model_validate(prediction))
