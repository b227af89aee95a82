"""How an MLflow server is spoken to without importing MLflow."""

import os
import re

import httpx2


def is_server(uri: str) -> bool:
    """Whether a tracking URI is that of a server, and not of a database or a folder."""
    return re.match("https?://", uri) is not None


def connect(uri: str, seconds: float) -> httpx2.Client:
    """A client for a server; whoever makes it closes it.

    Credentials are MLflow's own: ``MLFLOW_TRACKING_USERNAME`` and ``MLFLOW_TRACKING_PASSWORD``, or
    ``MLFLOW_TRACKING_TOKEN``.

    Parameters
    ----------
    uri
        MLflow's tracking URI.
    seconds
        For each wait of a request.
    """
    name, word, token = (
        os.environ.get(f"MLFLOW_TRACKING_{n}") for n in ("USERNAME", "PASSWORD", "TOKEN")
    )
    basic = httpx2.BasicAuth(name, word) if name and word else None
    bearer = {"Authorization": f"Bearer {token}"} if token and not basic else None
    # what runs on this machine is never behind a proxy
    local = re.match(r"https?://([^/]*@)?(127\.|localhost\b|\[::1\])", uri)
    return httpx2.Client(auth=basic, headers=bearer, timeout=seconds, trust_env=local is None)
