"""How MLflow stores a champion: skops, an explicit signature, a made-up client as example."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mlflow.sklearn
import numpy as np
import pandas as pd
import polars as pl
from mlflow.models import ModelSignature
from mlflow.types import ColSpec, DataType, Schema, TensorSpec

from bank_rs.catalog import PRODUCTS
from bank_rs.data.example import EXAMPLE_RECORD
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY
from bank_rs.data.record import read_record
from bank_rs.model.champion import Champion
from bank_rs.model.features import INPUTS
from bank_rs.model.pipeline import TRUSTED_TYPES
from bank_rs.registry.golden import Golden
from bank_rs.registry.identity import pipeline_sha256

# whole numbers that may be null are doubles to MLflow, whose integers cannot be
_MLFLOW_TYPES: Mapping[pl.DataType, DataType] = {
    pl.Date(): DataType.datetime,
    pl.Int32(): DataType.double,
    pl.Float64(): DataType.double,
    pl.String(): DataType.string,
    pl.UInt32(): DataType.long,
}


def save_model(champion: Champion, folder: Path) -> None:
    """Write a model folder in MLflow's layout, with its golden records and its reference.

    It replaces an old one only when it is whole. This is the one place where a model is written:
    skops does not write the same bytes twice, so whatever is registered or shipped is a copy.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as new:
        model = Path(new, "model")
        mlflow.sklearn.save_model(path=str(model), **_arguments(champion))
        Golden.of(champion, str(pipeline_sha256(model))).write(model)
        if champion.reference:
            champion.reference.write(model)
        if folder.exists():
            folder.rename(f"{new}/old")
        model.rename(folder)


def signature() -> ModelSignature:
    """Columns of the typed panel the pipeline reads, and the 0/1 matrix it answers with.

    Those of the months before a record may be left out.
    """
    columns: list[ColSpec | TensorSpec] = [
        ColSpec(_MLFLOW_TYPES[PANEL_SCHEMA[name]], name) for name in INPUTS
    ]
    columns += [ColSpec(DataType.double, name, required=False) for name in HISTORY]
    answers = TensorSpec(np.dtype(np.int8), (-1, len(PRODUCTS)))
    return ModelSignature(Schema(columns), Schema([answers]))


def example_frame() -> pd.DataFrame:
    """The made-up client as the pipeline's input, in the types of the signature."""
    row = read_record(EXAMPLE_RECORD).select(INPUTS)
    return row.with_columns(
        pl.col(pl.Int32).cast(pl.Float64), pl.col("owned").cast(pl.Int64)
    ).to_pandas()


def _arguments(champion: Champion) -> dict[str, Any]:
    libraries = champion.card.libraries.items()
    return {
        "sk_model": champion.pipeline,
        "serialization_format": "skops",
        "skops_trusted_types": list(TRUSTED_TYPES),
        "signature": signature(),
        "input_example": example_frame(),
        "pip_requirements": [f"{name}=={version}" for name, version in libraries],
        "metadata": champion.card.model_dump(mode="json"),
    }
