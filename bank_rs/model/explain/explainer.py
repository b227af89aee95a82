"""Shapley values of a champion's answers, by field of the record."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bank_rs.data.history import Month
from bank_rs.data.status import STATUS_FIELDS, status_of
from bank_rs.model.champion import Champion
from bank_rs.model.explain.source_field import source_field
from bank_rs.model.features import Known

if TYPE_CHECKING:
    from lightgbm import Booster

Floats = NDArray[np.float64]

_ROUNDING: Final = 1e-9
"""Contributions this small are what rounding leaves of none."""


class Contribution(NamedTuple):
    """How much a field moves a product's score.

    Attributes
    ----------
    field
        See `source_field`.
    value
        In log odds: above 0 where the field raises the probability.
    """

    field: str
    value: float


class Explainer:
    """Says which fields of a record raise or lower the score of a product.

    A product's log odds are ``a + b * I + c * (C - L)``, with the score ``I`` of adding anything,
    the score ``C`` of choosing this product and ``L = log(sum(exp(C_j)))`` over the products not
    held (see `calibrated` and `stage_scores`). Explained is ``b * I + c * (C - mean(C_j))``: the
    same, but for the level ``a``, which no field moves, and with the mean in place of ``L``, which
    all products of the client share. Which products are held is taken as given there. What is left
    is a sum of trees; its Shapley values are the sums of the trees' own, which TreeSHAP finds
    exactly, with the training rows of each leaf as weights (Lundberg et al., Nature Machine
    Intelligence 2, 2020). A field's contribution is the sum of those of the features made of it,
    and all contributions together are the client's score less the mean one.

    Any number of threads may ask one explainer. Its trees are read, by LightGBM, with the first
    answer: who never asks pays nothing.

    Parameters
    ----------
    champion
        The model to explain.
    """

    def __init__(self, champion: Champion) -> None:
        (_, self._features), (_, self._classifier) = champion.pipeline.steps
        sources = [source_field(name) for name in self._features.get_feature_names_out()]
        self._fields = tuple(dict.fromkeys(sources))
        self._fold = np.equal.outer(sources, self._fields).astype(np.float64)

    def explain(
        self,
        record: Mapping[str, Any],
        history: Sequence[Month] = (),
        products: Sequence[int] = (),
        fields: int = 5,
    ) -> list[list[Contribution]]:
        """Contributions to the scores of some products.

        Parameters
        ----------
        record, history
            As `Champion.probabilities` takes them.
        products
            Places in ``PRODUCTS``.
        fields
            How many fields to name of each product.

        Returns
        -------
        list of list
            For each product its contributions, the largest first, without those that are 0. Empty
            where no field has a say: the product is held, or so rare that the model knows its rate
            alone.
        """
        own = record["owned"], status_of(*map(record.get, STATUS_FIELDS))
        row = self._features.transform_records([record], Known.of_records([own], [history]))
        values = self._by_product(row)
        return [self._strongest(values.get(product), fields) for product in products]

    def _by_product(self, row: NDArray[np.float32]) -> dict[int, Floats]:
        """Contributions of all fields to the products not held that the model tells apart."""
        classifier = self._classifier
        free = row[0, classifier.products_] != 1
        if not classifier.forest_ or not free.any():
            return {}
        scores = self._by_score(row)
        incidence, choice = scores[0], scores[1:][free]
        _, of_incidence, of_choice = classifier.calibration_[:, free, None]
        values = of_incidence * incidence + of_choice * (choice - choice.mean(axis=0))
        return dict(zip(classifier.products_[free].tolist(), values, strict=True))

    def _by_score(self, row: NDArray[np.float32]) -> Floats:
        """Contributions of the fields to each raw score, shape (1 + classes, fields)."""
        found = np.asarray(self._booster.predict(row, pred_contrib=True, num_threads=1))
        # LightGBM puts the mean score behind the features of each score
        by_feature: Floats = found.reshape(-1, row.shape[1] + 1)[:, :-1] @ self._fold
        return by_feature

    def _strongest(self, values: Floats | None, fields: int) -> list[Contribution]:
        if values is None:
            return []
        order = np.argsort(-np.abs(values), kind="stable")[:fields]
        return [
            Contribution(self._fields[place], float(values[place]))
            for place in order
            if abs(values[place]) > _ROUNDING
        ]

    @cached_property
    def _booster(self) -> "Booster":
        from lightgbm import Booster

        return Booster(model_str=self._classifier.forest_)
