"""Quality against the time of one record, over boosting rounds.

Each model is fitted, calibrated and judged as `bank-rs experiment` does it, on the month before the
last, so that the last stays unseen. Microseconds are the median of one record after another, all of
its way from typed values to probabilities.

    python benchmarks/tradeoff.py PANEL.parquet
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bank_rs.model.additions import AdditionsClassifier
from bank_rs.model.evaluate import classification_metrics, ranking_metrics
from bank_rs.model.experiment.fitting import calibrate, choose_thresholds, fit_sample
from bank_rs.model.experiment.latency import latency
from bank_rs.model.experiment.store import Store
from bank_rs.model.panel_file import PanelFile
from bank_rs.model.pipeline import make_pipeline
from bank_rs.model.thresholds import answers_of

ROUNDS = {20: 0.3, 40: 0.2, 60: 0.15, 100: 0.1, 160: 0.08}
"""Rounds and the learning rate that goes with them."""


def row(store: Store, rounds: int) -> list[str]:
    origin = store.origins(2)[0]
    pipeline = make_pipeline(
        AdditionsClassifier(rounds=rounds, incidence_rounds=rounds, learning_rate=ROUNDS[rounds])
    )
    fit_sample(pipeline, store.sample(store.before(origin.validation)))
    validation, judged = store.month(origin.validation), store.month(origin.judged)
    calibrate(pipeline, validation)
    thresholds = choose_thresholds(pipeline, validation, pipeline.predict_proba(validation.rows))
    said = pipeline.predict_proba(judged.rows)
    ranking = ranking_metrics(said, judged.added)
    answers = classification_metrics(said, answers_of(said, thresholds), judged.added, judged.held)
    return [
        f"{rounds}",
        f"{ranking['map_at_7_normalised']:.4f}",
        f"{answers['f1_micro']:.4f}",
        f"{latency(pipeline, judged.rows):.0f}",
    ]


def main(panel: Path) -> None:
    console = Console()
    table = Table("rounds", "MAP@7 / ceiling", "micro-F1", "microseconds", title=panel.name)
    with TemporaryDirectory() as folder, console.status("joining months") as status:
        store = Store.write(PanelFile(panel), Path(folder), others=0.1, origins=2)
        for rounds in ROUNDS:
            status.update(f"{rounds} rounds")
            table.add_row(*row(store, rounds))
    console.print(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
