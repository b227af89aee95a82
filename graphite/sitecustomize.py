"""Names that Graphite 1.1.10 uses and newer Pythons no longer have.

Python imports this module at start wherever this folder is on PYTHONPATH: while pip builds
Graphite's packages, and in the processes of `make run`.
"""

import configparser
import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Any


def getargspec(function: Callable[..., Any]) -> tuple[Any, ...]:
    """Arguments of a function, without the keyword-only ones."""
    return inspect.getfullargspec(function)[:4]


def formatargspec(
    args: Sequence[str],
    varargs: str | None = None,
    varkw: str | None = None,
    defaults: Sequence[Any] | None = None,
) -> str:
    """Arguments as they are written in a call, which graphite-web shows for each function."""
    values = defaults or ()
    required = len(args) - len(values)
    written = [
        *args[:required],
        *(f"{name}={value!r}" for name, value in zip(args[required:], values, strict=True)),
    ]
    if varargs:
        written.append(f"*{varargs}")
    if varkw:
        written.append(f"**{varkw}")
    return f"({', '.join(written)})"


def add_missing(owner: object, **names: object) -> None:
    """Give `owner` the names it lacks."""
    for name, value in names.items():
        if not hasattr(owner, name):
            setattr(owner, name, value)


add_missing(inspect, getargspec=getargspec, formatargspec=formatargspec)
if sys.version_info >= (3, 12):
    add_missing(configparser, SafeConfigParser=configparser.ConfigParser)
    add_missing(configparser.RawConfigParser, readfp=configparser.RawConfigParser.read_file)
