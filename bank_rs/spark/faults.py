"""What goes wrong in Spark, said in a sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bank_rs.data.contract import PanelError
from bank_rs.data.whole_file import OutputError
from bank_rs.errors import BankRsError

_OURS: Final = re.compile(r"^\S*\bbank_rs\.[\w.]+Error: (.+)$", re.MULTILINE)
_LONGEST: Final = 300


class SparkJobError(BankRsError):
    """Spark ended a job."""


class ExecutorModelError(BankRsError):
    """An executor cannot load the model."""


_KNOWN: Final = (
    (
        r"No space left on device|Disk quota exceeded",
        OutputError,
        (
            "a disk is full, that of the output or of Spark's own files (spark.local.dir): free "
            "some space, and run the same command again."
        ),
    ),
    (
        r"ModuleNotFoundError|ImportError|UnpicklingError|Can't get attribute",
        ExecutorModelError,
        (
            "an executor cannot load the model: install there what is installed here, bank-rs "
            "first, and name its Python in PYSPARK_PYTHON; then run the same command again."
        ),
    ),
    (
        r"is not a Parquet file|FAILED_READ_FILE|CANNOT_READ_FILE_FOOTER|ParquetDecodingException",
        PanelError,
        (
            "a file of the panel cannot be read: it is damaged, or went away meanwhile; make it "
            "again with 'bank-rs ingest', then run the same command again."
        ),
    ),
    (
        r"PATH_NOT_FOUND|UNABLE_TO_INFER_SCHEMA",
        PanelError,
        "there is no typed panel at that address: make one with 'bank-rs ingest'.",
    ),
)


@contextmanager
def told() -> Iterator[None]:
    """Raise what Spark raises as an error of this program.

    Raises
    ------
    PanelError, OutputError, ExecutorModelError
        If that is why.
    SparkJobError
        If it is anything else of Spark's.
    """
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException) as error:
        raise _told(str(error)) from error


def _told(said: str) -> BankRsError:
    ours = _OURS.search(said)
    if ours:
        return SparkJobError(ours[1])
    for pattern, kind, sentence in _KNOWN:
        if re.search(pattern, said):
            return kind(sentence)
    first = said.strip().split("\n")[0][:_LONGEST]
    return SparkJobError(
        f"Spark ended the job ({first}): see what its executors say, and run the same command "
        "again, which goes on where this one stopped."
    )
