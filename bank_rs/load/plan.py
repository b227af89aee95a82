"""Which requests a load sends."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bank_rs.data.simulation import random_record

RawRecord = dict[str, str | None]

ENDPOINTS: Final = ("GET /", "GET /random", "POST /predict")


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """One request to send.

    Attributes
    ----------
    endpoint
        Method and path, one of ``ENDPOINTS``.
    seed
        Query of ``/random``, None elsewhere.
    body
        JSON of ``/predict``, None elsewhere.
    """

    endpoint: str
    seed: int | None = None
    body: RawRecord | None = None


def plan(requests: int, seed: int) -> list[PlannedRequest]:
    """Draw requests in a random order, as many of one endpoint as of another, give or take one.

    Parameters
    ----------
    requests
        How many.
    seed
        The same seed gives the same requests in the same order.

    Examples
    --------
    >>> sorted(request.endpoint for request in plan(3, seed=0))
    ['GET /', 'GET /random', 'POST /predict']
    """
    rng = np.random.default_rng(seed)
    return [_draw(ENDPOINTS[place], rng) for place in rng.permutation(requests) % len(ENDPOINTS)]


def _draw(endpoint: str, rng: np.random.Generator) -> PlannedRequest:
    match endpoint:
        case "GET /random":
            return PlannedRequest(endpoint, seed=int(rng.integers(2**31)))
        case "POST /predict":
            return PlannedRequest(endpoint, body=random_record(rng))
        case _:
            return PlannedRequest(endpoint)
