"""The report as files."""

from pathlib import Path
from typing import Final

from bank_rs.model.report import Evidence, render_html, render_markdown

HTML: Final = "report.html"
MARKDOWN: Final = "model.md"


def report_texts(evidence: Evidence) -> dict[str, str]:
    """The texts of the report, by the name of their file."""
    return {HTML: render_html(evidence), MARKDOWN: render_markdown(evidence)}


def write_report(texts: dict[str, str], folder: Path) -> None:
    """Write the texts into a folder, which is made if it does not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
