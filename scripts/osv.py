"""Known vulnerabilities, from advisories in the OSV format (ossf.github.io/osv-schema)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from packaging.utils import canonicalize_name, canonicalize_version
from packaging.version import InvalidVersion, Version


class DatabaseError(Exception):
    """A file holds no advisories; the message says why and how to cure it."""


@dataclass(frozen=True)
class Vulnerability:
    """A known vulnerability of one package; the first of its names is the advisory's own."""

    package: str
    names: tuple[str, ...]
    fixed: tuple[str, ...]
    summary: str

    def __str__(self) -> str:
        own, *aliases = self.names
        known = f"{own} ({', '.join(sorted(aliases))})" if aliases else own
        cure = f"fixed in {', '.join(self.fixed)}" if self.fixed else "no fix is known"
        return f"{self.package}: {known}, {cure}: {' '.join(self.summary.split())}"


class Database:
    """The advisories on PyPI's packages that were not withdrawn."""

    def __init__(self, path: Path) -> None:
        self.count = 0
        self.newest = ""
        self._advisories: dict[str, list[dict[str, Any]]] = {}
        try:
            with ZipFile(path) as archive:
                for name in archive.namelist():
                    self._add(json.loads(archive.read(name)))
        except (OSError, BadZipFile, ValueError, LookupError, TypeError, AttributeError) as error:
            raise DatabaseError(
                f"{path} is no zip of OSV advisories ({type(error).__name__}: {error}): "
                "fetch PyPI/all.zip of osv.dev."
            ) from error
        if not self.count:
            raise DatabaseError(
                f"{path} has no advisory on a package of PyPI: fetch PyPI/all.zip of osv.dev."
            )

    def known(self, name: str, version: str) -> Iterator[Vulnerability]:
        """Yield the vulnerabilities of one version, each once."""
        told: set[str] = set()
        for advisory in self._advisories.get(name, ()):
            names = (advisory["id"], *advisory.get("aliases", ()))
            entries = [entry for affected, entry in _affected(advisory) if affected == name]
            # One vulnerability may have an advisory of PyPI's and one of GitHub's.
            if told.isdisjoint(names) and any(is_affected(entry, version) for entry in entries):
                told.update(names)
                summary = advisory.get("summary") or advisory.get("details", "")
                yield Vulnerability(f"{name} {version}", names, _fixes(entries), summary)

    def _add(self, advisory: dict[str, Any]) -> None:
        names = {name for name, _ in _affected(advisory)}
        if names and "withdrawn" not in advisory:
            self.count += 1
            self.newest = max(self.newest, advisory["modified"])
            for name in names:
                self._advisories.setdefault(name, []).append(advisory)


def is_affected(entry: dict[str, Any], version: str) -> bool:
    """Say whether a version is affected; one that cannot be compared is, so that someone looks."""
    if canonicalize_version(version) in map(canonicalize_version, entry.get("versions", ())):
        return True
    try:
        return any(_is_within(events, Version(version)) for events in _ranges(entry))
    except InvalidVersion:
        return True


def _is_within(events: list[tuple[str, str]], version: Version) -> bool:
    """Follow the events up to a version, as the schema says in its section on evaluation."""
    limits = [bound for kind, bound in events if kind == "limit" and bound != "*"]
    if limits and all(version >= Version(limit) for limit in limits):
        return False
    affected = False
    ordered = sorted((Version(text), kind, text) for kind, text in events if kind != "limit")
    for bound, kind, text in ordered:
        if kind == "introduced" and (text == "0" or version >= bound):
            affected = True
        if (kind == "fixed" and version >= bound) or (kind == "last_affected" and version > bound):
            affected = False
    return affected


def _affected(advisory: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in advisory.get("affected", ()):
        package = entry.get("package", {})
        if package.get("ecosystem") == "PyPI":
            yield canonicalize_name(package["name"]), entry


def _ranges(entry: dict[str, Any]) -> Iterator[list[tuple[str, str]]]:
    """Yield the events of each range; those of Git know commits, no versions."""
    for bounds in entry.get("ranges", ()):
        if bounds["type"] != "GIT":
            yield [pair for event in bounds["events"] for pair in event.items()]


def _fixes(entries: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    pairs = (pair for entry in entries for events in _ranges(entry) for pair in events)
    return tuple(dict.fromkeys(version for kind, version in pairs if kind == "fixed"))
