"""What the service reads of a Grafana dashboard: the questions it asks Graphite."""

import re
from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

ALL: Final = ".*"
_VARIABLE: Final = re.compile(r"\$\{(\w+)\}|\$(\w+)|\[\[(\w+)\]\]")
_AGO: Final = re.compile(r"(?:now-)?(\d{1,4})([hdy])")
_SECONDS: Final = {"h": 3600, "d": 86_400, "y": 365 * 86_400}
_EXPAND: Final = re.compile(r"expand\((.+)\)")


class _Part(BaseModel):
    """A part of a dashboard; Grafana writes more into it than is asked here."""

    model_config = ConfigDict(frozen=True)


class Target(_Part):
    """An expression of Graphite."""

    target: str = ""


class Panel(_Part):
    """A panel, by the id that is its own within the dashboard."""

    id: int
    targets: tuple[Target, ...] = ()
    time_from: str | None = Field(None, alias="timeFrom")

    @property
    def seconds(self) -> int | None:
        """How far the panel looks back, whatever range is chosen; None where it has no such wish.

        Examples
        --------
        >>> Panel(id=1, timeFrom="2d").seconds
        172800
        """
        wish = _AGO.fullmatch(self.time_from or "")
        return int(wish[1]) * _SECONDS[wish[2]] if wish else None


class Annotation(_Part):
    """Marks in time; Grafana's own have no target."""

    target: Target | None = None


class Annotations(_Part):
    """All of them."""

    list: tuple[Annotation, ...] = ()


class Variable(_Part):
    """A choice that stands in expressions as ``$name``."""

    name: str
    query: str = ""
    regex: str = ""
    all_value: str | None = Field(None, alias="allValue")

    @property
    def metrics(self) -> str:
        """The pattern of metrics whose names hold the values."""
        expanded = _EXPAND.fullmatch(self.query)
        return expanded[1] if expanded else self.query

    def values(self, names: Sequence[str]) -> list[str]:
        """The values in some metrics' names, each once: the regex's group where it has one."""
        pattern = re.compile(self.regex.strip("/") or "(.+)")
        found = filter(None, map(pattern.search, names))
        return sorted({match[1 if pattern.groups else 0] for match in found})


class Templating(_Part):
    """All variables."""

    list: tuple[Variable, ...] = ()


class Board(_Part):
    """A dashboard."""

    uid: str
    title: str
    panels: tuple[Panel, ...] = ()
    annotations: Annotations = Annotations()
    templating: Templating = Templating()

    def targets_of(self, panel: int, instance: str | None) -> list[str] | None:
        """The expressions of a panel for an instance, or all of them; None of no such panel."""
        for found in self.panels:
            if found.id == panel:
                return [self._filled(target, instance) for target in found.targets]
        return None

    def seconds_of(self, panel: int) -> int | None:
        """How far a panel looks back by itself."""
        return next((found.seconds for found in self.panels if found.id == panel), None)

    def marks(self, instance: str | None) -> list[str]:
        """The expressions of the annotations, in their order."""
        targets = (annotation.target for annotation in self.annotations.list)
        return [self._filled(target, instance) for target in targets if target]

    def variable(self, name: str) -> Variable | None:
        """The variable of this name."""
        return next((found for found in self.templating.list if found.name == name), None)

    def _filled(self, target: Target, instance: str | None) -> str:
        def value(match: re.Match[str]) -> str:
            name = next(filter(None, match.groups()))
            variable = self.variable(name)
            if variable is None:
                # the end of a regular expression is written with the same sign
                return match[0]
            return instance or variable.all_value or ALL

        return _VARIABLE.sub(value, target.target)
