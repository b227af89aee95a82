"""A fitted pipeline with its card, in memory and as a folder in MLflow's layout."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from zipfile import BadZipFile

import skops.io
import yaml
from pydantic import ValidationError
from sklearn.pipeline import Pipeline
from skops.io.exceptions import UntrustedTypesFoundException

from bank_rs.errors import BankRsError
from bank_rs.model.card import ModelCard
from bank_rs.model.pipeline import TRUSTED_TYPES

PIPELINE_FILE = "model.skops"
CARD_FILE = "MLmodel"

_NOT_A_MODEL: Final = (
    OSError,
    KeyError,
    TypeError,
    BadZipFile,
    yaml.YAMLError,
    ValidationError,
    UntrustedTypesFoundException,
)
"""What reading a folder raises that is none of ours, or no longer whole."""


class ModelFolderError(BankRsError):
    """A folder does not hold a model this program can read."""


@dataclass(frozen=True, slots=True)
class Champion:
    """A model ready to answer.

    Attributes
    ----------
    pipeline
        Fitted; typed panel rows in, shape (n, 24) out.
    card
        Where it comes from and how good it is.
    """

    pipeline: Pipeline
    card: ModelCard

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a model folder.

        Only the classes of ``TRUSTED_TYPES`` are built, whatever the folder itself says it trusts.

        Raises
        ------
        ModelFolderError
            If the folder is missing, incomplete or broken, or holds a class that is not trusted.
        """
        try:
            card = yaml.safe_load((folder / CARD_FILE).read_text("utf-8"))["metadata"]
            pipeline = skops.io.load(folder / PIPELINE_FILE, trusted=list(TRUSTED_TYPES))
            return cls(pipeline, ModelCard.model_validate(card))
        except _NOT_A_MODEL as error:
            raise ModelFolderError(
                f"{folder} does not hold a bank-rs model: train one with 'bank-rs train', or name "
                "its folder in BANK_RS_MODELS_DIR."
            ) from error


def fingerprint(folder: Path) -> str:
    """First 8 hexadecimal digits of the stored pipeline's SHA-256."""
    return hashlib.sha256((folder / PIPELINE_FILE).read_bytes()).hexdigest()[:8]
