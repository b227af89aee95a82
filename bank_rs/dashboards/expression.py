"""What a Graphite expression says, and what is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, Self

from bank_rs.dashboards.functions import FUNCTIONS
from bank_rs.dashboards.targets import PREFIX
from bank_rs.service.metering.catalogue import CATALOGUE, PLACES

VARIABLE: Final = re.compile(r"\$\{?(\w+)")
"""A variable of Grafana's in a text."""

_STRING: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME: Final = re.compile(r"[^\s(),='\"]+")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
_WORDS: Final = {"true", "false", "none"}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression taken apart.

    Attributes
    ----------
    functions, metrics
        Names that are called and names that are read, in their order.
    variables
        Variables of Grafana's, anywhere in it.
    unclosed
        What was opened and not closed, or closed and not opened: a parenthesis or a quote.
    """

    functions: tuple[str, ...]
    metrics: tuple[str, ...]
    variables: tuple[str, ...]
    unclosed: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Take a text apart; nothing is raised, as `faults` is to say what is wrong.

        Examples
        --------
        >>> Expression.read("sumSeries(bank-rs.clients").unclosed
        '('
        """
        plain = _STRING.sub(" ", text)
        found = [(name[0], plain[name.end() : name.end() + 1]) for name in _NAME.finditer(plain)]
        return cls(
            functions=tuple(name for name, after in found if after == "("),
            metrics=tuple(
                name for name, after in found if after not in ("(", "=") and _is_path(name)
            ),
            variables=tuple(VARIABLE.findall(text)),
            unclosed=_unclosed(plain),
        )

    def faults(self) -> Iterator[str]:
        """What is wrong with it, a sentence each."""
        if self.unclosed:
            yield f"unbalanced {self.unclosed} in the expression"
        for name in dict.fromkeys(self.functions):
            if name not in FUNCTIONS:
                yield f"Graphite has no function {name}"
        for name in dict.fromkeys(self.metrics):
            if not is_metric(name):
                yield f"the catalogue has no metric {name}"


def is_metric(path: str) -> bool:
    """Whether a path with wildcards matches metrics of the catalogue, of an instance or of none.

    Examples
    --------
    >>> is_metric("bank-rs.*.response_code.5*"), is_metric("bank-rs.respond_code.*")
    (True, False)
    """
    prefix, *parts = path.split(".")
    named = parts[1:] if parts[:1] == ["*"] else parts
    return prefix == PREFIX and any(_fits(metric.name.split("."), named) for metric in CATALOGUE)


def _fits(metric: list[str], asked: list[str]) -> bool:
    return len(metric) == len(asked) and all(
        any(fnmatchcase(value, part) for value in PLACES.get(place, (place,)))
        for place, part in zip(metric, asked, strict=True)
    )


def _is_path(name: str) -> bool:
    return not _NUMBER.fullmatch(name) and name.lower() not in _WORDS


def _unclosed(plain: str) -> str:
    for quote in "'\"":
        if quote in plain:
            return quote
    depth = 0
    for character in plain:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return ")"
    return "(" if depth else ""
