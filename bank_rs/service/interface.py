"""The application, and the document that describes it."""

from typing import Any

from fastapi import FastAPI

from bank_rs.service.answering.body import JSON
from bank_rs.service.answering.examples import RECORD_EXAMPLES
from bank_rs.service.answering.route import RecordRoute


class Interface(FastAPI):
    """FastAPI that documents examples as they are: its own way drops what is null in them."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made once."""
        made_before = self.openapi_schema is not None
        document = super().openapi()
        if not made_before:
            for route in self.routes:
                if isinstance(route, RecordRoute):
                    body = document["paths"][route.path]["post"]["requestBody"]
                    body["content"][JSON]["examples"] = RECORD_EXAMPLES
        return document
