"""Answers as bytes of JSON, put together from parts that are encoded once."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from bank_rs.service.answering.language import JSON_NAMES, NAMES, Language
from bank_rs.service.answering.scored import Scored


def encode(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    """JSON as compact UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


# few different sets of products are ever offered, and most offers are of none
@lru_cache(maxsize=4096)
def offer(offered: int, language: Language) -> bytes:
    """Each product's name to 1 where its bit is set in the mask, else 0."""
    return encode({name: offered >> bit & 1 for bit, name in enumerate(NAMES[language])})


def chances(probabilities: Sequence[float], language: Language, threshold: float) -> bytes:
    """Each product's name to its probability in falling order, those below a threshold left out."""
    members = (
        b"%b:%a" % (JSON_NAMES[language][place], probabilities[place])
        for place in _ranked(probabilities)
        if probabilities[place] >= threshold
    )
    return b"{%b}" % b",".join(members)


def ranking(scored: Scored, language: Language, k: int) -> bytes:
    """The k most likely additions: code, name and probability of each."""
    probabilities = scored.probabilities.tolist()
    names, codes = JSON_NAMES[language], JSON_NAMES[Language.CODE]
    parts = (
        b'{"code":%b,"name":%b,"probability":%a}' % (codes[p], names[p], probabilities[p])
        for p in likeliest(scored, k)
    )
    return b"[%b]" % b",".join(parts)


def likeliest(scored: Scored, k: int) -> list[int]:
    """Places of the k most likely products not held, the likeliest first."""
    owned = scored.asked.values["owned"]
    free = (p for p in _ranked(scored.probabilities.tolist()) if not owned >> p & 1)
    return [place for place, _ in zip(free, range(k), strict=False)]


def _ranked(probabilities: Sequence[float]) -> Iterable[int]:
    return sorted(range(len(probabilities)), key=lambda place: -probabilities[place])
