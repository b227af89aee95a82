"""A fitted pipeline with its card, in memory and as a folder in MLflow's layout."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self
from zipfile import BadZipFile

import numpy as np
import skops.io
import yaml
from numpy.typing import NDArray
from pydantic import ValidationError
from sklearn.pipeline import Pipeline
from skops.io.exceptions import UntrustedTypesFoundException

from bank_rs.data.status import status_of
from bank_rs.errors import BankRsError
from bank_rs.model.card import ModelCard
from bank_rs.model.features import Known
from bank_rs.model.features.known import Month
from bank_rs.model.pipeline import TRUSTED_TYPES

PIPELINE_FILE = "model.skops"
CARD_FILE = "MLmodel"

_STATUS: Final = ("ind_client_activity", "client_activity_1m", "client_segment")
"""What `status_of` packs."""

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

    def probabilities(
        self, record: Mapping[str, Any], history: Sequence[Month] = ()
    ) -> NDArray[np.float64]:
        """Answer for one client as the pipeline would in a frame, without making one.

        Parameters
        ----------
        record
            Typed values by the columns of ``PANEL_SCHEMA``; a missing one but ``fetch_date`` and
            ``owned`` is not known.
        history
            Ownership mask and status (see `status_of`) of each month before, the nearest first;
            None where there is no record.

        Returns
        -------
        ndarray of shape (24,), float64
            Probability of each addition by the next month, 0 where the product is held.
        """
        now = (record.get(name) for name in _STATUS)
        known = Known.of_record(record["owned"], status_of(*now), history)
        # a pipeline's own look-up by name takes longer than the features
        (_, features), (_, classifier) = self.pipeline.steps
        row = features.transform_record(record, known)
        found: NDArray[np.float64] = classifier.probabilities(row)[0]
        return found


def fingerprint(folder: Path) -> str:
    """First 8 hexadecimal digits of the stored pipeline's SHA-256."""
    return hashlib.sha256((folder / PIPELINE_FILE).read_bytes()).hexdigest()[:8]
