"""Units that panels may have."""

from typing import Final

_IDS: Final = """
none short locale percent percentunit ms s m h d dtdurations bytes decbytes kbytes deckbytes mbytes
decmbytes gbytes decgbytes cps ops reqps rps eps hertz
"""

UNITS: Final = frozenset(_IDS.split())
"""Ids of Grafana's, a part of ``packages/grafana-data/src/valueFormats/categories.ts``."""
