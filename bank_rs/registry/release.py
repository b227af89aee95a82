"""A model folder that may serve: whole, unchanged, of these libraries, and right."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from bank_rs.model.card import ModelCard
from bank_rs.model.champion import CARD_FILE, PIPELINE_FILE, Champion, ModelFolderError
from bank_rs.registry.golden import GOLDEN_FILE, Golden
from bank_rs.registry.identity import pipeline_sha256

DECISIVE: Final = ("lightgbm", "numpy", "scikit-learn", "skops")
"""Libraries that make the answers, of which the first two numbers of the version must agree."""


class ReleaseRefusedError(ModelFolderError):
    """A model folder may not serve."""


@dataclass(frozen=True, slots=True)
class Release:
    """A model that passed every check.

    Attributes
    ----------
    champion
        The model.
    sha256
        Of the file of its pipeline, as ``sha256sum`` prints it.
    """

    champion: Champion
    sha256: str


def read_release(folder: Path, sha256: str | None = None) -> Release:
    """Read a model folder and check it.

    Parameters
    ----------
    folder
        As `save_model` writes it.
    sha256
        Of the pipeline that is expected; the one that ``golden.json`` names when not given.

    Raises
    ------
    ReleaseRefusedError
        If a file is missing or cannot be read, the pipeline is not the expected one, other
        libraries stored it, or a golden record gets another answer.
    """
    golden = _golden(folder)
    if not pipeline_sha256(folder) == golden.sha256 == (sha256 or golden.sha256):
        raise ReleaseRefusedError(
            f"{folder / PIPELINE_FILE} is missing or is not the file that was stored, as its "
            "SHA-256 tells: fetch or train the model again."
        )
    _check_libraries(folder)
    champion = _champion(folder)
    _check_answers(folder, golden, champion)
    return Release(champion, golden.sha256)


def _golden(folder: Path) -> Golden:
    try:
        return Golden.read(folder)
    except (OSError, ValidationError) as error:
        raise ReleaseRefusedError(
            f"{folder / GOLDEN_FILE}, the answers a model is stored with, is missing or not whole: "
            "fetch the model again, or train one with 'bank-rs train'."
        ) from error


def _check_libraries(folder: Path) -> None:
    try:
        card = yaml.safe_load((folder / CARD_FILE).read_text("utf-8"))["metadata"]
        stored = ModelCard.model_validate(card).libraries
    except (OSError, ValueError, LookupError, TypeError, yaml.YAMLError) as error:
        raise ReleaseRefusedError(
            f"{folder / CARD_FILE} is missing or not the card of a bank-rs model: train one with "
            "'bank-rs train'."
        ) from error
    for name in DECISIVE:
        stored_by, here = stored.get(name, "no known version"), version(name)
        if _release_of(stored_by) != _release_of(here):
            raise ReleaseRefusedError(
                f"{folder} was stored by {name} {stored_by} and {here} is installed, which may "
                "answer otherwise: train it again here, or install that version."
            )


def _release_of(number: str) -> list[str]:
    return number.split(".")[:2]


def _champion(folder: Path) -> Champion:
    try:
        return Champion.load(folder)
    except ModelFolderError as error:
        raise ReleaseRefusedError(str(error)) from error
    except Exception as error:  # a foreign pipeline fails in ways of its own
        raise ReleaseRefusedError(
            f"{folder / PIPELINE_FILE} cannot be read ({type(error).__name__}): train the model "
            "again."
        ) from error


def _check_answers(folder: Path, golden: Golden, champion: Champion) -> None:
    try:
        wrong = next(golden.wrong(champion), None)
    except Exception as error:  # as does a foreign model that is asked
        raise ReleaseRefusedError(
            f"{folder} cannot answer its golden records ({type(error).__name__}): train the model "
            "again with this version of bank-rs."
        ) from error
    if wrong:
        raise ReleaseRefusedError(
            f"{folder} no longer gives the answers it was stored with, first to golden {wrong}: "
            "train the model again with the libraries installed here."
        )
