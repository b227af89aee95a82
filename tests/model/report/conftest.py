from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest

from bank_rs.model.card import DataCard, ModelCard
from bank_rs.model.evaluate import ranking_metrics, threshold_curve
from bank_rs.model.report import Evidence, Quality, measure

CLIENTS = 3000


@pytest.fixture(scope="session")
def bank():
    """Probabilities, answers, additions drawn from them, and what is held."""
    rng = np.random.default_rng(0)
    held = (rng.random((CLIENTS, 24)) < 0.1).astype(np.int8)
    rates = np.geomspace(1e-5, 0.05, 24)
    probabilities = np.clip(rates * rng.lognormal(0, 1, held.shape), 0, 0.9) * (1 - held)
    added = (rng.random(held.shape) < probabilities).astype(np.int8)
    return probabilities, (probabilities > 0.1).astype(np.int8), added, held


@pytest.fixture(scope="session")
def quality(bank) -> Quality:
    segments = pl.Series(["01 - TOP", None, "02 - PARTICULARES"] * (CLIENTS // 3))
    return measure(*bank, {"segment": segments, "sex": pl.Series(["H", "V"] * (CLIENTS // 2))})


@pytest.fixture(scope="session")
def bare(quality) -> Evidence:
    """A model of which nothing is known but its quality."""
    data = DataCard(
        description="a bank simulated with seed 7",
        sha256="0" * 64,
        rows=12_345,
        clients=CLIENTS,
        first_month=date(2015, 1, 28),
        last_month=date(2016, 5, 28),
    )
    card = ModelCard(
        trained_at=datetime(2016, 6, 1, 12, tzinfo=UTC),
        data=data,
        parameters={"rounds": 100},
        metrics={},
    )
    return Evidence(
        model="boosted trees",
        card=card,
        simulated=True,
        month=date(2016, 4, 28),
        quality=replace(quality, slices={}),
    )


@pytest.fixture(scope="session")
def evidence(bare, quality, bank) -> Evidence:
    """A model of which everything is known."""
    probabilities, _, added, held = bank
    popular = np.tile(np.linspace(0, 0.1, 24), (CLIENTS, 1)) * (1 - held)
    return replace(
        bare,
        quality=quality,
        baseline=ranking_metrics(popular, added),
        limit=ranking_metrics(probabilities, added),
        baseline_gains=threshold_curve(popular, added, held),
        candidates=pl.DataFrame(
            {
                "candidate": ["popularity", "trees"],
                "map_at_7_normalised": [0.6, 0.9],
                "seconds": [2.0, 400.0],
                "memory_mib": [300.0, 4000.0],
                "model_mib": [0.01, 11.0],
                "microseconds": [3.0, 95.0],
            }
        ),
        seed=pl.DataFrame(
            {"protocol": ["A"], "thresholds": ["0.5"], "model": ["trees"], "f1_micro": [0.5]}
        ),
        importance=pl.DataFrame({"feature": ["age", "run_tjcr"], "gain": [1.0, 3.0]}),
        backtest=pl.DataFrame(
            {
                "month": [date(2016, 4, 1), date(2016, 5, 1)],
                "map_at_7_normalised": [0.8, 0.9],
                "map_at_7_normalised_baseline": [0.5, 0.6],
            }
        ),
        protocol=("Fitted on the months before.",),
        limits=("It knows one bank only.",),
    )
