"""The last day and week of the prediction log, compared."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Final

from pydantic import ValidationError

from bank_rs.errors import BankRsError
from bank_rs.loop.drift.comparison import compare
from bank_rs.loop.drift.drift import Drift, WindowDrift
from bank_rs.loop.drift.window import WINDOWS, Window
from bank_rs.model.reference import REFERENCE_FILE, Reference
from bank_rs.predictions.reading import NoPredictionsError, prediction_files
from bank_rs.registry.fetch import fetch
from bank_rs.registry.shelf import Shelf
from bank_rs.settings import Settings

LEAST_ROWS: Final = 500
"""Clients below which nothing is judged: a tenth of them is 50."""


class NoReferenceError(BankRsError):
    """A model has no reference to compare with."""


def watch(
    settings: Settings,
    at: datetime,
    model: Path | None = None,
    windows: Mapping[str, timedelta] = WINDOWS,
) -> Drift:
    """Compare the day and the week before a time.

    Parameters
    ----------
    settings
        Where the prediction log and the models are.
    at
        Up to when.
    model
        Folder of the model whose reference is taken; that of the model that answered most in each
        window when not given, from this machine or else the registry.
    windows
        Other stretches of time under these names.

    Raises
    ------
    NoPredictionsError
        If there is no prediction log.
    NoReferenceError
        If the model was stored without a reference.
    FetchError
        If the model is not on this machine and cannot be downloaded.
    """
    folder = settings.predictions_dir
    if not prediction_files(folder):
        raise NoPredictionsError(
            f"{folder} holds no predictions: the service writes them there with BANK_RS_LOG_SHARE "
            "above 0, within BANK_RS_STATE_DIR or BANK_RS_LOG_DIR."
        )
    spans = (WindowDrift(window=name, since=at - span, until=at) for name, span in windows.items())
    return Drift(time=at, windows=tuple(_compared(settings, span, model) for span in spans))


def _compared(settings: Settings, empty: WindowDrift, model: Path | None) -> WindowDrift:
    window = Window.draw(settings.predictions_dir, empty.since, empty.until)
    if window is None:
        return empty
    found = {"version": window.version, "sha256": window.sha256, "rows": window.rows.height}
    if window.rows.height >= LEAST_ROWS:
        reference = _read(model or _folder(settings, window), window.version)
        found["readings"] = tuple(compare(reference, window.served()))
    return empty.model_copy(update=found)


def _folder(settings: Settings, window: Window) -> Path:
    """Where the model is on this machine, after fetching it if need be."""
    shelf = Shelf.from_settings(settings)
    if folder := next(shelf.having(window.sha256), None):
        return folder
    if not window.version.isdigit():
        raise NoReferenceError(
            f"the model that answered most ({window.version}) is neither on this machine nor has "
            "it a number in the registry: name its folder with --model."
        )
    folder = shelf.folder_of(window.sha256)
    fetch(settings.tracking_uri, settings.model_name, window.version, folder, Event())
    return folder


def _read(folder: Path, version: str) -> Reference:
    try:
        reference = Reference.read(folder)
    except (OSError, ValidationError) as error:
        raise NoReferenceError(
            f"{folder / REFERENCE_FILE} cannot be read or is not whole: make it again with "
            "'bank-rs reference'."
        ) from error
    if reference is None:
        raise NoReferenceError(
            f"{folder}, version {version}, was stored without {REFERENCE_FILE}: make it from the "
            "panel it learnt from with 'bank-rs reference'."
        )
    return reference
