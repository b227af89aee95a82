"""What every request needs."""

from typing import Annotated

import polars as pl
from fastapi import Depends, Request

from bank_rs.catalog import PRODUCTS
from bank_rs.service.metrics import Metrics
from bank_rs.service.schemas import Answer
from bank_rs.service.served import ServedModel
from bank_rs.service.system import System


class Service:
    """The model that answers and the sums of what it answered."""

    def __init__(self, model: ServedModel, metrics: Metrics, system: System) -> None:
        self.model = model
        self.metrics = metrics
        self.system = system

    def answer(self, record: pl.DataFrame) -> Answer:
        """Answer one record and count the products in it.

        Parameters
        ----------
        record
            A panel of one row.

        Returns
        -------
        dict
            Russian product names to 1 or 0, all 24 in the order of ``PRODUCTS``.
        """
        recommended = self.model.recommended(record)
        self.metrics.count_targets(product.slug for product in recommended)
        return {product.ru: 1 if product in recommended else 0 for product in PRODUCTS}


def _service(request: Request) -> Service:
    service: Service = request.state.service
    return service


Serving = Annotated[Service, Depends(_service)]
"""The service as a parameter of an endpoint."""
