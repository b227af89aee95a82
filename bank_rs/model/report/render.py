"""A report as an HTML page and as Markdown."""

import re
from typing import Any, Final

from bank_rs.model.report.card import card_of
from bank_rs.model.report.environment import environment
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
    return environment().get_template("report.html.jinja").render(_context(evidence))


def render_markdown(evidence: Evidence) -> str:
    """The same without figures, as a document of tables."""
    plain = environment(finalize=_plain)
    return plain.get_template("model.md.jinja").render(_context(evidence))


def _context(evidence: Evidence) -> dict[str, Any]:
    return {
        "evidence": evidence,
        "headline": headline(evidence),
        "tiles": tiles(evidence),
        "sections": list(sections_of(evidence)),
        "card": card_of(evidence),
    }


def _plain(value: object) -> str:
    """Text that Markdown shows as it is, on one line."""
    line = " ".join(str(value).split())
    return _MARKS.sub(r"\\\1", line).translate(_ENTITIES)
