"""The language of product names and sentences, and how a request asks for one."""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bank_rs.catalog import PRODUCTS, Product
from bank_rs.errors import BankRsError


class Language(StrEnum):
    """What products are called by: their names in a language, or their codes."""

    RU = "ru"
    EN = "en"
    ES = "es"
    CODE = "code"


class UnknownLanguageError(BankRsError):
    """A request asks for a language that is none of `Language`."""


DEFAULT: Final = Language.RU
LANGUAGE_RULE: Final = f"must be one of {', '.join(Language)}"

NAMES: Final[Mapping[Language, tuple[str, ...]]] = {
    language: tuple(str(getattr(product, language)) for product in PRODUCTS)
    for language in Language
}
"""Names of ``PRODUCTS`` in their order, by language."""

JSON_NAMES: Final[Mapping[Language, tuple[bytes, ...]]] = {
    language: tuple(json.dumps(name, ensure_ascii=False).encode() for name in names)
    for language, names in NAMES.items()
}
"""The same as JSON strings in UTF-8, quotation marks included."""

_SPOKEN: Final = (Language.RU, Language.EN, Language.ES)
_LONGEST: Final = 256
"""Bytes of a header that are read at most; a longer one is no person's list of languages."""

_RANGE: Final = re.compile(
    r"(?P<range>\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)"
    r"(?:[ \t]*;[ \t]*q=(?P<weight>0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?",
    re.ASCII | re.IGNORECASE,
)


def language_of(query: str | None, accept_language: bytes | None) -> Language:
    """The language a request asks for.

    Parameters
    ----------
    query
        Value of ``?lang=``, which goes before the header; None where it is not given.
    accept_language
        Value of the ``Accept-Language`` header; None where it is not given.

    Returns
    -------
    Language
        Of the header's languages the one with the greatest weight, the first of several; Russian
        where none of them is spoken here or the header breaks its grammar (RFC 9110, 12.5.4).

    Raises
    ------
    UnknownLanguageError
        If the query's value is not a `Language`.

    Examples
    --------
    >>> language_of(None, b"de, en-GB;q=0.8, es;q=0.5")
    <Language.EN: 'en'>
    """
    if query is not None:
        try:
            return Language(query)
        except ValueError:
            raise UnknownLanguageError(f"lang {LANGUAGE_RULE}.") from None
    if not accept_language or len(accept_language) > _LONGEST:
        return DEFAULT
    return _preferred(accept_language)


def name_of(product: Product, language: Language) -> str:
    """What a product is called."""
    return str(getattr(product, language))


@lru_cache(maxsize=256)
def _preferred(header: bytes) -> Language:
    weights: dict[str, float] = {}
    for part in header.decode("latin-1").split(","):
        if not (asked := part.strip(" \t")):
            continue
        if not (found := _RANGE.fullmatch(asked)):
            return DEFAULT
        weight = float(found["weight"] or 1)
        tag = found["range"].lower().partition("-")[0]
        weights[tag] = max(weight, weights.get(tag, 0.0))
    return _heaviest(weights)


def _heaviest(weights: Mapping[str, float]) -> Language:
    """The spoken language with the greatest weight; ``*`` weighs those that are not named."""
    places = {tag: place for place, tag in enumerate(weights)}
    last = len(places)

    def rank(language: Language) -> tuple[float, int]:
        tag = language if language in weights else "*"
        return weights.get(tag, 0.0), -places.get(tag, last)

    best = max(_SPOKEN, key=rank)
    return best if rank(best)[0] else DEFAULT
