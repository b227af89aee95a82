"""Two models that differ, and clients to ask them for."""

from pathlib import Path

import numpy as np

from bank_rs.data.record import ClientRecord
from bank_rs.data.simulation import random_record
from bank_rs.model.champion import Champion
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.storage import save_model
from bank_rs.service.answering.scored import Asked, HistoryUsed
from bank_rs.service.following.served import ServedModel


def bold_model(folder: Path, new: Path) -> Path:
    """The model of a folder that offers more, and likes other products best."""
    champion = Champion.load(folder)
    classifier = champion.pipeline.steps[-1][1]
    classifier.rates_ *= np.linspace(0.5, 3, len(classifier.rates_))
    classifier.thresholds_ = np.full_like(classifier.thresholds_, 0.02)
    save_model(champion, new)
    return new


def served(folder: Path, version: str) -> ServedModel:
    sha256 = pipeline_sha256(folder)
    return ServedModel(Champion.load(folder), version, "registry", sha256=str(sha256))


def clients(count: int, seed: int = 5) -> list[Asked]:
    rng = np.random.default_rng(seed)
    records = [ClientRecord.model_validate(random_record(rng)) for _ in range(count)]
    return [Asked(record.values(), (), HistoryUsed.NONE) for record in records]
