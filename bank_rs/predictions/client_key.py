"""Names of clients in the prediction log, which only the bank's key leads back from."""

import os
import secrets
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bank_rs.errors import BankRsError
from bank_rs.settings import Settings

FILE: Final = "client.key"

_BYTES: Final = 24
_LEAST: Final = 16
_HASH_BYTES: Final = 8
"""Two of a million clients share a name by chance once in 37 million banks."""


class ClientKeyError(BankRsError):
    """There is no key to hash clients with."""


class ClientKey:
    """Hashes numbers of clients with a key: keyed BLAKE2b (RFC 7693), 64 bits of it.

    Numbers of clients are few, so without the key a hash is undone by trying all of them.

    Parameters
    ----------
    key
        16 to 64 bytes.

    Raises
    ------
    ClientKeyError
        If it is shorter or longer.
    """

    def __init__(self, key: bytes) -> None:
        if not _LEAST <= len(key) <= blake2b.MAX_KEY_SIZE:
            raise ClientKeyError(
                f"the key that hashes clients must have {_LEAST} to {blake2b.MAX_KEY_SIZE} bytes: "
                "set BANK_RS_CLIENT_KEY to what 'openssl rand -hex 24' prints."
            )
        # a copy of it saves half of each hash
        self._keyed = blake2b(digest_size=_HASH_BYTES, key=key)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The key that is set, else the one in the state folder, which is made when missing.

        Raises
        ------
        ClientKeyError
            If it is too short or too long, or cannot be read or written.
        """
        if settings.client_key is not None:
            return cls(settings.client_key.get_secret_value().encode())
        path = settings.state_dir / FILE
        try:
            return cls(_kept(path))
        except OSError as error:
            raise ClientKeyError(
                f"{path} cannot be used ({error.strerror}): let the service write there, or set "
                "BANK_RS_CLIENT_KEY."
            ) from error

    def of(self, client: int) -> int:
        """The name of a client, a number below 2**64."""
        return int.from_bytes(self._digest(client), "little")

    def of_all(self, clients: Iterable[int]) -> pl.Series:
        """The names of clients, UInt64, in their order."""
        return pl.Series("client", self.names(clients))

    def names(self, clients: Iterable[int]) -> NDArray[np.uint64]:
        """The names of clients, in their order."""
        return np.frombuffer(b"".join(map(self._digest, clients)), "<u8")

    def _digest(self, client: int) -> bytes:
        found = self._keyed.copy()
        found.update(b"%d" % client)
        return found.digest()


def _kept(path: Path) -> bytes:
    """The key in a file; of several processes that find none, one makes it for all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{FILE}.{secrets.token_hex(4)}")
        new.touch(0o600, exist_ok=False)
        try:
            new.write_text(secrets.token_hex(_BYTES))
            os.link(new, path)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_bytes()
