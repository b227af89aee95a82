"""What the page may ask."""

import re
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bank_rs.data.values import RULE_BROKEN

MOST_POINTS: Final = 2000
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


class Range(StrEnum):
    """How far to look back."""

    QUARTER = "15m"
    HOUR = "1h"
    MORNING = "6h"
    DAY = "24h"
    WEEK = "7d"
    MONTH = "30d"

    @property
    def seconds(self) -> int:
        """As a number."""
        return int(self[:-1]) * {"m": 60, "h": 3600, "d": 86400}[self[-1]]


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        rule = "must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -"
        raise PydanticCustomError(RULE_BROKEN, rule)
    return value


Name = Annotated[str, AfterValidator(_name)]


class OfBoard(BaseModel):
    """Which dashboard."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    board: Name


class OfInstance(OfBoard):
    """Which instance, all if unset, and since when."""

    instance: Name | None = None
    range: Range = Range.HOUR
    points: Annotated[int, Field(ge=1, le=MOST_POINTS)] = 600


class OfPanel(OfInstance):
    """Which panel."""

    panel: int
