"""What is known of a trained model, as a page and as a document for people."""

from bank_rs.model.report.evidence import Evidence
from bank_rs.model.report.quality import Quality, measure
from bank_rs.model.report.render import render_html, render_markdown

__all__ = ["Evidence", "Quality", "measure", "render_html", "render_markdown"]
