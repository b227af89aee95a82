"""The three segments of the bank's clients."""

from typing import Final

SEGMENTS: Final = ("01 - TOP", "02 - PARTICULARES", "03 - UNIVERSITARIO")
TOP: Final = 0
INDIVIDUAL: Final = 1
STUDENT: Final = 2
