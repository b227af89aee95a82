"""Where a verdict is kept: on the version, and in a folder of this machine."""

from pathlib import Path
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.loop.retraining.page import render_verdict
from bank_rs.loop.retraining.verdict import Verdict
from bank_rs.registry.gate import VERDICT_TAG
from bank_rs.registry.registry import Registry

PAGE: Final = "verdict.html"
"""Name of the page among the files of the version's run."""


class VerdictFolderError(BankRsError):
    """The folder of verdicts cannot be written."""


def file_verdict(verdict: Verdict, registry: Registry, folder: Path) -> Path:
    """Keep a verdict with its version, then in a folder.

    Parameters
    ----------
    verdict
        Of a registered version.
    registry
        Which has it.
    folder
        Gets ``VERSION.html`` and ``VERSION.json``; it is made.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    VerdictFolderError
        If the folder cannot be written.
    """
    page, text = render_verdict(verdict), verdict.model_dump_json()
    registry.annotate(verdict.version, {VERDICT_TAG: text}, {PAGE: page})
    kept = folder / f"{verdict.version}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(page, encoding="utf-8")
        kept.with_suffix(".json").write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise VerdictFolderError(
            f"{folder} cannot be written ({error.strerror}): the verdict is with version "
            f"{verdict.version} in MLflow; free the folder, or set BANK_RS_STATE_DIR."
        ) from error
    return kept
