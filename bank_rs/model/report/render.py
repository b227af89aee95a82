"""A report as an HTML page and as Markdown."""

import re
from collections.abc import Callable
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bank_rs.model.report.card import card_of
from bank_rs.model.report.evidence import Evidence
from bank_rs.model.report.headline import headline, tiles
from bank_rs.model.report.sections import sections_of

_MARKS: Final = re.compile(r"([\\`*_{}\[\]#|~])")
_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render_html(evidence: Evidence) -> str:
    """A page that loads nothing from elsewhere, figures included.

    Returns
    -------
    str
        HTML of about half a megabyte, for a UTF-8 file.
    """
    return _environment().get_template("report.html.jinja").render(_context(evidence))


def render_markdown(evidence: Evidence) -> str:
    """The same without figures, as a document of tables."""
    environment = _environment(finalize=_plain)
    return environment.get_template("model.md.jinja").render(_context(evidence))


def _context(evidence: Evidence) -> dict[str, Any]:
    return {
        "evidence": evidence,
        "headline": headline(evidence),
        "tiles": tiles(evidence),
        "sections": list(sections_of(evidence)),
        "card": card_of(evidence),
    }


def _environment(finalize: Callable[[object], str] | None = None) -> Environment:
    return Environment(
        loader=PackageLoader("bank_rs.model.report"),
        autoescape=select_autoescape(["html.jinja"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=finalize,
    )


def _plain(value: object) -> str:
    """Text that Markdown shows as it is, on one line."""
    line = " ".join(str(value).split())
    return _MARKS.sub(r"\\\1", line).translate(_ENTITIES)
