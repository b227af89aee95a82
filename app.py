"""The door for uvicorn: ``uvicorn app:app``."""

from bank_rs.service.api import create_app

app = create_app()
