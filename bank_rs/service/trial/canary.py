"""Which clients the challenger answers."""

from hashlib import blake2b
from typing import Final

_SALT: Final = b"bank-rs canary"
_BYTES: Final = 8
_ALL: Final = 1 << 8 * _BYTES


class Canary:
    """A share of the clients, chosen by a hash of their numbers (BLAKE2b, RFC 7693, 64 bits).

    A client is in it or not wherever and whenever it asks, and stays in it when the share grows.
    The salt keeps the choice independent of whatever else clients are hashed for.

    Parameters
    ----------
    share
        Of all clients, 0 to 1.
    """

    def __init__(self, share: float) -> None:
        self.share = share
        self._limit = int(share * _ALL)

    def __contains__(self, client: int) -> bool:
        """Whether the challenger answers a client."""
        found = blake2b(b"%d" % client, digest_size=_BYTES, salt=_SALT).digest()
        return int.from_bytes(found, "little") < self._limit
