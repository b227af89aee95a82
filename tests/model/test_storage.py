import mlflow
import numpy as np

from bank_rs.model.champion import Champion
from bank_rs.model.storage import example_frame, save_model, signature


def test_signature_accepts_the_example_and_names_every_input():
    frame = example_frame()
    assert list(frame.columns) == signature().inputs.input_names()


def test_pyfunc_answers_like_the_pipeline(training, models_dir):
    stored = mlflow.pyfunc.load_model(str(models_dir / "champion"))
    expected = training.champion.pipeline.predict(example_frame())
    assert np.array_equal(stored.predict(example_frame()), expected)


def test_save_replaces_an_older_folder(training, tmp_path):
    folder = tmp_path / "models" / "champion"
    for _ in range(2):
        save_model(training.champion, folder)
    assert Champion.load(folder).card == training.champion.card
    assert [path.name for path in folder.parent.iterdir()] == ["champion"]
