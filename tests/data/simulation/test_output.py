import polars as pl
import pytest

from bank_rs.data.raw import read_raw
from bank_rs.data.simulation import simulate
from bank_rs.data.simulation.output import SimulationFileError, write_bank
from bank_rs.data.truth import TRUTH_SCHEMA


def write(folder, name, truth=None, clients=300, months=3, seed=3):
    out = folder / name
    rows = write_bank(out, truth, clients, months, seed, lambda rows, share: None)
    return out, rows


@pytest.mark.parametrize("name", ["bank.csv", "bank.zip", "bank.parquet"])
def test_written_bank_is_the_simulated_one(name, tmp_path):
    out, rows = write(tmp_path, name)
    panel = simulate(300, months=3, seed=3)
    found = pl.read_parquet(out) if name.endswith(".parquet") else read_raw(out)
    assert found.equals(panel)
    assert rows == panel.height
    assert list(tmp_path.iterdir()) == [out]


def test_truth_is_written_beside_and_changes_nothing(tmp_path):
    truth = tmp_path / "truth.parquet"
    with_truth, _ = write(tmp_path, "with.csv", truth)
    without, _ = write(tmp_path, "without.csv")
    assert with_truth.read_bytes() == without.read_bytes()
    assert pl.read_parquet_schema(truth) == TRUTH_SCHEMA
    assert pl.read_parquet(truth)["fetch_date"].n_unique() == 2


@pytest.mark.parametrize(("name", "truth"), [("bank.txt", None), ("bank.csv", "truth.csv")])
def test_unknown_ending_is_refused_before_anything_is_written(name, truth, tmp_path):
    with pytest.raises(SimulationFileError, match=r"\.parquet"):
        write(tmp_path, name, tmp_path / truth if truth else None)
    assert not list(tmp_path.iterdir())


def test_progress_is_told_month_by_month(tmp_path):
    told = []
    write_bank(
        tmp_path / "bank.csv", None, 50, 4, 1, lambda rows, share: told.append((rows, share))
    )
    assert [share for _, share in told] == [0.25, 0.5, 0.75, 1.0]
    assert told[-1][0] == simulate(50, months=4, seed=1).height
