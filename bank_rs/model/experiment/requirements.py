"""Packages that only an experiment needs."""

from collections.abc import Iterable
from importlib.util import find_spec

from bank_rs.errors import BankRsError


class PackageMissingError(BankRsError):
    """A package of the development requirements is not installed."""


def check_installed(packages: Iterable[str]) -> None:
    """Refuse to begin what could not be finished.

    Raises
    ------
    PackageMissingError
        If one of them cannot be imported.
    """
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise PackageMissingError(
            f"the experiment needs {' and '.join(missing)}, not installed here: run "
            "'pip install -r requirements-dev.txt', or leave out what needs them."
        )
