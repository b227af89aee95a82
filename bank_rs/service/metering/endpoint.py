"""The endpoints that are counted and timed one by one."""

from typing import Final

_PATHS: Final = {
    "/": "root",
    "/random": "random",
    "/predict": "predict",
    "/predict_proba": "predict_proba",
    "/recommend": "recommend",
    "/explain": "explain",
    "/predict/batch": "batch",
    "/model": "model",
    "/products": "products",
    "/docs": "docs",
    "/redoc": "docs",
    "/openapi.json": "docs",
}
_FOLDERS: Final = {"/health/": "health", "/dashboard": "dashboard", "/static/": "docs"}
_OTHER: Final = "other"

ENDPOINTS: Final = tuple(dict.fromkeys((*_PATHS.values(), *_FOLDERS.values(), _OTHER)))
"""Names in metrics; ``other`` is all that has no route."""

PLACES: Final = {path: ENDPOINTS.index(name) for path, name in _PATHS.items()}
"""Places in ``ENDPOINTS`` of the paths that are asked for most."""

DASHBOARD: Final = ENDPOINTS.index("dashboard")


def place_of(path: str) -> int:
    """Place in ``ENDPOINTS`` of a request's path.

    Examples
    --------
    >>> ENDPOINTS[place_of("/predict")], ENDPOINTS[place_of("/health/ready")]
    ('predict', 'health')
    >>> ENDPOINTS[place_of("/wp-login.php")]
    'other'
    """
    known = PLACES.get(path)
    if known is not None:
        return known
    found = (name for folder, name in _FOLDERS.items() if path.startswith(folder))
    return ENDPOINTS.index(next(found, _OTHER))
