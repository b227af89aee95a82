"""A fitted pipeline with its card, in memory and as a folder in MLflow's layout."""

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

from bank_rs.data.history import Month
from bank_rs.data.status import STATUS_FIELDS, status_of
from bank_rs.errors import BankRsError
from bank_rs.model.card import ModelCard
from bank_rs.model.features import Known
from bank_rs.model.pipeline import TRUSTED_TYPES
from bank_rs.model.reference import Reference
from bank_rs.model.thresholds import answers_of

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
    reference
        What later requests are compared with; None for a model stored without.
    """

    pipeline: Pipeline
    card: ModelCard
    reference: Reference | None = None

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
            return cls(pipeline, ModelCard.model_validate(card), Reference.read(folder))
        except _NOT_A_MODEL as error:
            raise ModelFolderError(
                f"{folder} does not hold a bank-rs model: train one with 'bank-rs train', or name "
                "its folder in BANK_RS_MODELS_DIR."
            ) from error

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Names of the features, in the order of the columns of `encoded`."""
        return tuple(self.pipeline.steps[0][1].get_feature_names_out())

    def probabilities(
        self, record: Mapping[str, Any], history: Sequence[Month] = ()
    ) -> NDArray[np.float64]:
        """As `probabilities_of` for one client; shape (24,)."""
        found: NDArray[np.float64] = self.probabilities_of([record], [history])[0]
        return found

    def probabilities_of(
        self,
        records: Sequence[Mapping[str, Any]],
        histories: Sequence[Sequence[Month]] | None = None,
    ) -> NDArray[np.float64]:
        """Answer for clients as the pipeline would in a frame, without making one.

        Parameters
        ----------
        records
            Typed values by the columns of ``PANEL_SCHEMA``; a missing one but ``fetch_date`` and
            ``owned`` is not known.
        histories
            The months before each record, the nearest first; not known when not given.

        Returns
        -------
        ndarray of shape (n, 24), float64
            Probability of each addition by the next month, 0 where the product is held. Of a
            record the same alone as with any others.
        """
        return self.classified(self.encoded(records, histories))

    def encoded(
        self,
        records: Sequence[Mapping[str, Any]],
        histories: Sequence[Sequence[Month]] | None = None,
    ) -> NDArray[np.float32]:
        """The features of clients, as the classifier reads them; shape (n, n_features).

        Parameters
        ----------
        records, histories
            As in `probabilities_of`.
        """
        own = [(record["owned"], status_of(*map(record.get, STATUS_FIELDS))) for record in records]
        known = Known.of_records(own, histories or [()] * len(records))
        # a pipeline's own look-up by name takes longer than the features
        features = self.pipeline.steps[0][1]
        rows: NDArray[np.float32] = features.transform_records(records, known)
        return rows

    def classified(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probabilities of `encoded` clients; shape (n, 24)."""
        found: NDArray[np.float64] = self.pipeline.steps[-1][1].probabilities(rows)
        return found

    def answers(self, probabilities: NDArray[np.float64]) -> NDArray[np.int8]:
        """1 where a probability reaches its product's threshold; shape (n, 24)."""
        return answers_of(probabilities, self.pipeline.steps[-1][1].thresholds_)
