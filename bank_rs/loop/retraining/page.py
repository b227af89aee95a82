"""The verdict as a page."""

from bank_rs.loop.retraining.verdict import Verdict
from bank_rs.model.report.environment import environment

_PACKAGE = "bank_rs.loop.retraining"


def render_verdict(verdict: Verdict) -> str:
    """A page that loads nothing from elsewhere.

    Returns
    -------
    str
        HTML for a UTF-8 file.
    """
    template = environment(_PACKAGE).get_template("verdict.html.jinja")
    return template.render(verdict=verdict, simulated="simulated" in verdict.data)
