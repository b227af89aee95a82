"""First line of a history file: what follows it, and how to know that it is whole."""

from datetime import date
from typing import Annotated, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from bank_rs.data.history_store.window import MONTHS

HEADER_BYTES: Final = 4096
"""A page of memory, so that the arrays behind it begin on one."""

CLIENT: Final = np.dtype("<i8")
WORD: Final = np.dtype("<u4")
CLIENT_BYTES: Final = CLIENT.itemsize + MONTHS * WORD.itemsize
"""What one client takes."""

_CONTENT: Final = (
    "personal data: what each client of a bank held, by client id and month; guard it as such"
)


class Header(BaseModel):
    """What a history file says of itself.

    Attributes
    ----------
    last_month
        First day of the newest month.
    clients
        How many there are.
    sha256
        Of all that stands behind the header, in hexadecimal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["bank-rs history"] = "bank-rs history"
    version: Literal[1] = 1
    content: str = _CONTENT
    last_month: date
    months: Annotated[int, Field(ge=MONTHS, le=MONTHS)] = MONTHS
    clients: Annotated[int, Field(ge=1)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

    def to_bytes(self) -> bytes:
        """The header as one line of JSON, filled up with blanks to `HEADER_BYTES`."""
        return self.model_dump_json().encode().ljust(HEADER_BYTES - 1) + b"\n"

    @property
    def file_bytes(self) -> int:
        """Size of the whole file."""
        return HEADER_BYTES + self.clients * CLIENT_BYTES
