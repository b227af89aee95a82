"""How much each client leans towards each product."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.published import published

_SHARED_RESTLESSNESS: Final = 0.1
"""Part of the variance of a client's restlessness that all products share."""


@dataclass(frozen=True, slots=True)
class Affinity:
    """Lasting leanings of each client, which no record shows.

    Attributes
    ----------
    scores
        Standard normal score of shape (24, clients), float32.
    engagement
        What makes a client take more of everything, shape (clients,), float32.
    restless
        What makes a client drop and take again, shape (24, clients), float32.
    """

    scores: NDArray[np.float32]
    engagement: NDArray[np.float32]
    restless: NDArray[np.float32]


def draw_affinity(rng: np.random.Generator, people: Population) -> Affinity:
    """Draw latent factors and mix them by the loadings of each product.

    Two of the factors are not the client's own: people of one household share one, and so do
    clients who joined through one channel in one province.
    """
    size = people.id.size
    factors = _draw_factors(rng, people)
    loadings = behaviour()["loadings"]
    common = rng.standard_normal(size, np.float32)
    scores = np.empty((len(CODES), size), np.float32)
    restless = np.empty_like(scores)
    for product, code in enumerate(CODES):
        loading = np.array(loadings[code], np.float32)
        own = np.sqrt(max(1 - float((loading**2).sum()), 0.02))
        scores[product] = np.float32(own) * rng.standard_normal(size, np.float32)
        for weight, factor in zip(loading, factors, strict=True):
            scores[product] += weight * factor
        restless[product] = np.float32(np.sqrt(_SHARED_RESTLESSNESS)) * common
        restless[product] += np.float32(np.sqrt(1 - _SHARED_RESTLESSNESS)) * rng.standard_normal(
            size, np.float32
        )
    nomina, nom_pens = CODES.index("nomina"), CODES.index("nom_pens")
    scores[nomina] = scores[nom_pens] + np.float32(0.1) * rng.standard_normal(size, np.float32)
    restless[nomina] = restless[nom_pens]
    return Affinity(scores, factors[0], restless)


def _draw_factors(rng: np.random.Generator, people: Population) -> list[NDArray[np.float32]]:
    """Factors in the order of ``factors`` in the table, each standard normal."""
    size = people.id.size
    income = people.scores.income
    wealth = np.float32(0.5) * income + np.float32(np.sqrt(0.75)) * rng.standard_normal(
        size, np.float32
    )
    homes = rng.standard_normal(int(people.household.max()) + 1, np.float32)
    table = published("profile")
    shape = len(table["channel"]), len(table["province"]) + 1
    branches = rng.standard_normal(shape, np.float32)
    return [
        rng.standard_normal(size, np.float32),
        rng.standard_normal(size, np.float32),
        wealth,
        people.scores.tenure,
        people.scores.age,
        homes[people.household],
        branches[people.channel, people.province],
    ]
