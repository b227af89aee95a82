import pytest

from bank_rs.model.candidates.comeback import Comeback
from bank_rs.model.seed import PUBLISHED, evaluate_as_seed

EACH = pytest.mark.parametrize("run", PUBLISHED, ids=lambda run: f"{run.protocol} {run.choice}")


@EACH
def test_published_metrics_have_a_counterpart(run, protocol):
    ours = evaluate_as_seed(protocol, Comeback(), [run.choice]).metrics[run.choice]
    assert run.metrics.keys() <= ours.keys()


@EACH
def test_published_f1_follows_from_precision_and_recall(run):
    precision, recall = run.metrics["precision_micro"], run.metrics["recall_micro"]
    f1 = 2 * precision * recall / (precision + recall)
    assert run.metrics["f1_micro"] == pytest.approx(f1, abs=2e-4)
