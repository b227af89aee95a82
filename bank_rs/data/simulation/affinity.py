"""How much each client leans towards each product."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.simulation.population import Population
from bank_rs.data.simulation.published import published


@dataclass(frozen=True, slots=True)
class Affinity:
    """Lasting leanings of each client.

    Attributes
    ----------
    scores
        Standard normal score of shape (24, clients), float32.
    engagement
        What makes a client take more of everything, shape (clients,), float32.
    restless
        What makes a client drop and take again, shape (clients,), float32.
    """

    scores: NDArray[np.float32]
    engagement: NDArray[np.float32]
    restless: NDArray[np.float32]


def draw_affinity(rng: np.random.Generator, people: Population) -> Affinity:
    """Draw latent factors and mix them by the loadings of each product."""
    size = people.id.size
    wealth = 0.5 * people.scores.income + np.sqrt(0.75) * rng.standard_normal(size, np.float32)
    factors = np.stack(
        [
            rng.standard_normal(size, np.float32),
            rng.standard_normal(size, np.float32),
            wealth.astype(np.float32),
            people.scores.tenure,
            people.scores.age,
        ]
    )
    loadings = published("behaviour")["loadings"]
    scores = np.empty((len(CODES), size), np.float32)
    for row, code in zip(scores, CODES, strict=True):
        loading = np.array(loadings[code], np.float32)
        noise = np.sqrt(max(1 - float(loading @ loading), 0.02))
        np.matmul(loading, factors, out=row)
        row += np.float32(noise) * rng.standard_normal(size, np.float32)
    tied = scores[CODES.index("nom_pens")]
    scores[CODES.index("nomina")] = tied + 0.1 * rng.standard_normal(size, np.float32)
    return Affinity(scores, factors[0], rng.standard_normal(size, np.float32))
