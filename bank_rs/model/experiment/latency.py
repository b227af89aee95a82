"""How long a model takes to answer one record."""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import Any, Final

import polars as pl
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

from bank_rs.data.history import HISTORY_MONTHS
from bank_rs.data.status import status_of
from bank_rs.model.features import ClientFeatures, Known

RECORDS: Final = 300
"""Records answered one by one."""

_WARM_UP: Final = 5

Call = Callable[[], object]


def latency(estimator: BaseEstimator, rows: pl.DataFrame, records: int = RECORDS) -> float:
    """Median time to answer one record, in microseconds, its features included.

    A pipeline is asked as the service asks: with a record and its history, no frame. Another
    estimator is asked with a frame of one row, which it takes apart itself.

    Parameters
    ----------
    estimator
        Fitted.
    rows
        As `with_history` returns them; the first are asked about.
    records
        How many.
    """
    calls = list(_calls(estimator, rows.head(records)))
    for call in calls[:_WARM_UP]:
        call()
    return 1e6 * median(map(_seconds, calls))


def _calls(estimator: BaseEstimator, rows: pl.DataFrame) -> Iterator[Call]:
    if isinstance(estimator, Pipeline) and isinstance(estimator[0], ClientFeatures):
        for record in rows.iter_rows(named=True):
            yield _record_call(estimator, record)
    else:
        for place in range(rows.height):
            yield _row_call(estimator, rows[place])


def _row_call(estimator: BaseEstimator, row: pl.DataFrame) -> Call:
    return lambda: estimator.predict_proba(row)


def _record_call(pipeline: Pipeline, record: dict[str, Any]) -> Call:
    features, classifier = pipeline[0], pipeline[-1]
    answer = getattr(classifier, "probabilities", classifier.predict_proba)
    own = (record["ind_client_activity"], record["client_activity_1m"], record["client_segment"])
    owned, months = record["owned"], range(1, HISTORY_MONTHS + 1)
    history = [
        None if record[f"owned_{k}"] is None else (record[f"owned_{k}"], record[f"status_{k}"])
        for k in months
    ]

    def call() -> object:
        known = Known.of_record(owned, status_of(*own), history)
        return answer(features.transform_record(record, known))

    return call


def _seconds(call: Call) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started
