"""The best that can be reached on a simulated bank."""

from datetime import date
from pathlib import Path

from bank_rs.data.truth import read_truth, true_probabilities
from bank_rs.model.evaluate import ranking_metrics
from bank_rs.model.experiment.store import Store


def limit_of(truth: Path, store: Store, judged: date) -> dict[str, float]:
    """`ranking_metrics` of the probabilities that the additions were drawn from.

    Parameters
    ----------
    truth
        Truth file of the same bank.
    store
        The months.
    judged
        Snapshot date of the records.

    Raises
    ------
    TruthError
        If the truth cannot be read or is of another bank.
    """
    month = store.month(judged)
    return ranking_metrics(true_probabilities(read_truth(truth, judged), month.rows), month.added)
