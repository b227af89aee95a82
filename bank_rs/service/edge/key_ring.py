"""The keys that open the service, as digests."""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from bank_rs.errors import BankRsError

SHORTEST_KEY: Final = 16
"""Characters; 16 random ones of base 64 are 96 bits."""

_ID_DIGITS: Final = 8

Digests = tuple[bytes, ...]


class KeysError(BankRsError):
    """Keys are configured that cannot guard the service."""


def digests_of(keys: Iterable[str], place: str) -> Digests:
    """SHA-256 digests of keys.

    Parameters
    ----------
    keys
        As configured, without space around them.
    place
        Where they were configured, for the message.

    Raises
    ------
    KeysError
        If there is none, or one is shorter than ``SHORTEST_KEY`` characters or has space in it.
    """
    digests: list[bytes] = []
    for number, key in enumerate(keys, start=1):
        if len(key) < SHORTEST_KEY or len(key.split()) != 1:
            raise KeysError(
                f"{place}: key {number} is not one word of at least {SHORTEST_KEY} characters: "
                "make one with 'openssl rand -hex 24'."
            )
        digests.append(sha256(key.encode()).digest())
    if not digests:
        raise KeysError(f"{place} has no key: add one, or unset it to open the service to all.")
    return tuple(digests)


def key_id(presented: bytes, digests: Digests) -> str | None:
    """Name for a key in logs, None if it is none of those that open the service.

    Every digest is compared, each in constant time, so that neither which key comes close nor how
    close shows in the time it takes.

    Returns
    -------
    str or None
        First 8 hexadecimal digits of the key's SHA-256.
    """
    digest = sha256(presented).digest()
    found = False
    for known in digests:
        found |= hmac.compare_digest(digest, known)
    return digest.hex()[:_ID_DIGITS] if found else None
