"""A training run as a table for the terminal."""

from rich.table import Table

from bank_rs.model.train import Training


def summary(training: Training) -> Table:
    """The model's metrics beside those of popularity, where both have one."""
    table = Table("metric", "model", "popularity", title="judged on the last month")
    for name, value in training.champion.card.metrics.items():
        baseline = training.popularity.get(name)
        table.add_row(name, f"{value:.4f}", "" if baseline is None else f"{baseline:.4f}")
    return table
