import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure

import data_utils
from bank_rs.data.panel import PanelError
from bank_rs.data.raw_writer import write_raw
from bank_rs.data.simulation import simulate


def test_load_bank_without_a_file_is_simulated_and_says_so(monkeypatch):
    monkeypatch.setenv("BANK_RS_SIMULATED_CLIENTS", "50")
    bank = data_utils.load_bank()
    assert bank.source == "simulated bank, 50 clients"
    assert bank.panel.equals(simulate(50))
    assert bank.last_month["fetch_date"].unique().to_list() == [date(2016, 5, 28)]


@pytest.mark.parametrize("name", ["bank.csv", "bank.zip", "bank.parquet"])
def test_load_bank_reads_the_file_that_is_named(monkeypatch, tmp_path, panel, name):
    if name.endswith(".parquet"):
        panel.write_parquet(tmp_path / name)
    else:
        write_raw(panel, tmp_path / name)
    monkeypatch.setenv("BANK_RS_DATA", str(tmp_path / name))
    bank = data_utils.load_bank()
    assert bank.source == name
    assert bank.panel.equals(panel)


def test_load_bank_of_a_missing_file_says_how_to_cure_it(monkeypatch, tmp_path):
    monkeypatch.setenv("BANK_RS_DATA", str(tmp_path / "absent.parquet"))
    with pytest.raises(PanelError, match="bank-rs ingest"):
        data_utils.load_bank()


def test_everything_exported_is_there():
    assert all(hasattr(data_utils, name) for name in data_utils.__all__)


def test_package_imports_without_the_research_libraries():
    """The notebooks' phik is of the research group, which the service does without."""
    code = (
        "import sys; sys.modules['phik'] = None; "
        "import bank_rs.exploration.dependence, bank_rs.exploration.cardinality"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_exploring_needs_no_mlflow():
    code = "import sys; import data_utils; sys.exit('mlflow' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(data_utils.__file__).parent)


def test_set_up_display_shows_figures_as_small_pictures():
    shell = InteractiveShell.instance()
    try:
        data_utils.set_up_display()
        figure = Figure(figsize=(1, 1))
        shown, _ = shell.display_formatter.format(figure)
        assert shown["image/png"].startswith(b"\x89PNG")
    finally:
        data_utils.pl.Config.restore_defaults()
        InteractiveShell.clear_instance()


def test_show_step_displays_a_line(capsys):
    data_utils.show_step("joining months")
    assert "Markdown" in capsys.readouterr().out
