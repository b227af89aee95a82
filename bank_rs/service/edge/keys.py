"""Who may ask."""

from typing import Final, Self

from starlette.types import ASGIApp, Receive, Scope, Send

from bank_rs.service.edge.key_file import KeyFile
from bank_rs.service.edge.key_ring import Digests, digests_of, key_id
from bank_rs.service.edge.problems import send_problem
from bank_rs.settings import Settings

OPEN: Final = (
    *("/health/", "/docs", "/redoc", "/openapi.json", "/static/docs"),
    *("/dashboard/page/", "/dashboard/static/"),
)
"""What is answered without a key: addresses that start so."""
_OPEN_PAGES: Final = ("/", "/dashboard")
"""And these, but nothing below them."""

_UNAUTHORIZED: Final = 401
_CHALLENGE: Final = {"WWW-Authenticate": "Bearer"}
_SCHEME: Final = b"bearer "


class KeyRing:
    """The keys of the settings and those of a file."""

    def __init__(self, fixed: Digests, file: KeyFile | None) -> None:
        self._fixed = fixed
        self.file = file

    @classmethod
    def from_settings(cls, settings: Settings) -> Self | None:
        """The keys that are configured; None if the service is open to all.

        Raises
        ------
        KeysError
            If what is configured cannot guard the service.
        """
        fixed: Digests = ()
        if settings.api_keys is not None:
            keys = settings.api_keys.get_secret_value().split(",")
            fixed = digests_of((key.strip() for key in keys), "BANK_RS_API_KEYS")
        file = KeyFile(settings.api_keys_file) if settings.api_keys_file else None
        return cls(fixed, file) if fixed or file else None

    def id_of(self, key: bytes) -> str | None:
        """Name of a key that opens the service, None of any other."""
        return key_id(key, self._fixed + (self.file.digests if self.file else ()))


class Keys:
    """Pure ASGI middleware: a request without a valid key is answered with 401.

    The key's name goes into ``scope["state"]["key_id"]``.

    Parameters
    ----------
    app
        What answers.
    ring
        The keys; their file is followed for the time of the lifespan.
    """

    def __init__(self, app: ASGIApp, ring: KeyRing) -> None:
        self._app = app
        self._ring = ring

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if it may be answered."""
        if scope["type"] == "lifespan" and self._ring.file is not None:
            with self._ring.file.followed():
                await self._app(scope, receive, send)
            return
        if scope["type"] == "http" and not self._admit(scope):
            await send_problem(send, scope, _UNAUTHORIZED, headers=_CHALLENGE)
            return
        await self._app(scope, receive, send)

    def _admit(self, scope: Scope) -> bool:
        key = _presented(scope)
        known = None if key is None else self._ring.id_of(key)
        if known is not None:
            scope.setdefault("state", {})["key_id"] = known
        path: str = scope["path"]
        return known is not None or path in _OPEN_PAGES or path.startswith(OPEN)


def _presented(scope: Scope) -> bytes | None:
    for name, value in scope["headers"]:
        if name == b"x-api-key":
            return bytes(value).strip()
        if name == b"authorization" and value[: len(_SCHEME)].lower() == _SCHEME:
            return bytes(value[len(_SCHEME) :]).strip()
    return None
