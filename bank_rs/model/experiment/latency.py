"""How long a model takes to answer one record."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any, Final

import polars as pl
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

from bank_rs.data.history import HISTORY_MONTHS, Month
from bank_rs.data.status import status_of
from bank_rs.model.champion import Champion
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


def latencies(
    champions: Sequence[Champion], rows: pl.DataFrame, records: int = RECORDS
) -> tuple[float, ...]:
    """Median time of each of some models to answer one record, in microseconds.

    They take turns record by record, so that whatever else the machine does falls on all of them.

    Parameters
    ----------
    champions
        Asked as the service asks.
    rows, records
        As in `latency`.
    """
    asked = [(row, _history(row)) for row in rows.head(records).iter_rows(named=True)]
    turns = [[partial(one.probabilities, *each) for one in champions] for each in asked]
    for calls in turns[:_WARM_UP]:
        for call in calls:
            call()
    seconds = [[_seconds(call) for call in calls] for calls in turns]
    return tuple(1e6 * median(times) for times in zip(*seconds, strict=True))


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
    owned, history = record["owned"], _history(record)

    def call() -> object:
        known = Known.of_record(owned, status_of(*own), history)
        return answer(features.transform_record(record, known))

    return call


def _history(record: dict[str, Any]) -> list[Month]:
    return [
        None if record[f"owned_{k}"] is None else (record[f"owned_{k}"], record[f"status_{k}"])
        for k in range(1, HISTORY_MONTHS + 1)
    ]


def _seconds(call: Call) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started
