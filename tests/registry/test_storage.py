import mlflow
import numpy as np
import polars as pl

from bank_rs.data.history import HISTORY
from bank_rs.data.panel import with_history
from bank_rs.model.champion import Champion
from bank_rs.model.features import INPUTS
from bank_rs.registry.storage import example_frame, save_model, signature


def test_signature_requires_the_columns_of_the_example():
    inputs = signature().inputs
    assert list(example_frame().columns) == inputs.required_input_names()
    assert set(inputs.optional_input_names()) == set(HISTORY)


def test_pyfunc_answers_like_the_pipeline(training, models_dir):
    stored = mlflow.pyfunc.load_model(str(models_dir / "champion"))
    expected = training.champion.pipeline.predict(example_frame())
    assert np.array_equal(stored.predict(example_frame()), expected)


def test_pyfunc_reads_the_months_before(training, models_dir, panel):
    rows = with_history(panel).sample(200, seed=0)
    expected = training.champion.pipeline.predict(rows)
    types = {pl.Int32: pl.Float64, pl.UInt8: pl.Float64, pl.UInt32: pl.Float64}
    asked = rows.select(*INPUTS, *HISTORY).cast(types).with_columns(pl.col("owned").cast(pl.Int64))
    stored = mlflow.pyfunc.load_model(str(models_dir / "champion"))
    assert np.array_equal(stored.predict(asked.to_pandas()), expected)


def test_save_replaces_an_older_folder(training, tmp_path):
    folder = tmp_path / "models" / "champion"
    for _ in range(2):
        save_model(training.champion, folder)
    assert Champion.load(folder).card == training.champion.card
    assert [path.name for path in folder.parent.iterdir()] == ["champion"]
