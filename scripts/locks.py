"""Hashed locks, as `make lock` writes them."""

from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name
from pip_requirements_parser import RequirementsFile


class LockError(Exception):
    """A file is no lock; the message says why and how to cure it."""


@dataclass(frozen=True)
class Pin:
    """One package of a lock; not needed where its marker does not hold for this Python."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needed: bool

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def read_lock(path: Path) -> list[Pin]:
    """Return the pins of a lock in the order of their package URLs."""
    if not path.is_file():
        raise LockError(f"{path} is not there: name a lock, as requirements.txt.")
    lock = RequirementsFile.from_file(str(path))
    loose = [line.line for line in lock.invalid_lines]
    loose += [line.line for line in lock.requirements if not (line.is_pinned and line.hash_options)]
    if loose or not lock.requirements:
        what = f"has no version with hashes in '{loose[0].strip()}'" if loose else "is empty"
        raise LockError(f"{path} {what}, so it is no lock: write it with 'make lock'.")
    pins = (
        Pin(
            canonicalize_name(line.name),
            line.get_pinned_version,
            tuple(sorted(option.removeprefix("sha256:") for option in line.hash_options)),
            line.marker is None or line.marker.evaluate(),
        )
        for line in lock.requirements
    )
    return sorted(pins, key=lambda pin: pin.purl)
