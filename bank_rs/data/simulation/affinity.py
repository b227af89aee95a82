"""How much each client leans towards each product."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.published import published
from bank_rs.data.simulation.behaviour import behaviour
from bank_rs.data.simulation.holdings import NOM_PENS, NOMINA
from bank_rs.data.simulation.population import Population

_SHARED_RESTLESSNESS: Final = 0.1
"""Part of the variance of a client's restlessness that all products share."""

_LEAST_OF_ITS_OWN: Final = 0.02
"""Part of the variance of a score that is left to the product, whatever its loadings."""


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
        own = np.sqrt(max(1 - float((loading**2).sum()), _LEAST_OF_ITS_OWN))
        scores[product] = np.float32(own) * rng.standard_normal(size, np.float32)
        for weight, factor in zip(loading, behaviour()["factors"], strict=True):
            scores[product] += weight * factors[factor]
        restless[product] = np.float32(np.sqrt(_SHARED_RESTLESSNESS)) * common
        restless[product] += np.float32(np.sqrt(1 - _SHARED_RESTLESSNESS)) * rng.standard_normal(
            size, np.float32
        )
    scores[NOMINA] = scores[NOM_PENS] + np.float32(0.1) * rng.standard_normal(size, np.float32)
    restless[NOMINA] = restless[NOM_PENS]
    return Affinity(scores, factors["engagement"], restless)


def _draw_factors(rng: np.random.Generator, people: Population) -> dict[str, NDArray[np.float32]]:
    """Factors by name, each standard normal."""
    size = people.id.size
    income = people.scores.income
    wealth = np.float32(0.5) * income + np.float32(np.sqrt(0.75)) * rng.standard_normal(
        size, np.float32
    )
    homes = rng.standard_normal(int(people.household.max()) + 1, np.float32)
    table = published("profile")
    shape = len(table["channel"]), len(table["province"]) + 1
    branches = rng.standard_normal(shape, np.float32)
    return {
        "engagement": rng.standard_normal(size, np.float32),
        "payroll": rng.standard_normal(size, np.float32),
        "wealth": wealth,
        "tenure": people.scores.tenure,
        "age": people.scores.age,
        "household": homes[people.household],
        "branch": branches[people.channel, people.province],
    }
