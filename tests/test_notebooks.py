"""Both notebooks, as committed and run afresh on a small simulated bank."""

import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ("eda", "experiments")
MACHINE_PATH = re.compile(r"/(?:work|root|tmp|home|Users|private|var/folders)/")
LARGEST_BYTES = 1_000_000


@pytest.fixture(params=NOTEBOOKS)
def notebook_file(request):
    return ROOT / f"{request.param}.ipynb"


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def check_outputs(notebook):
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type in ("error", "stream")]
    shown = nbformat.writes(notebook)
    assert not MACHINE_PATH.search(shown)
    assert "simulated" in "".join(str(output) for output in outputs)
    assert any("image/png" in output.data for output in outputs)


def test_notebook_as_committed_was_run_without_a_fault(notebook_file):
    check_outputs(read(notebook_file))
    assert notebook_file.stat().st_size < LARGEST_BYTES


def test_notebook_says_simulated_before_anything_else(notebook_file):
    assert "simulated" in read(notebook_file).cells[0].source


def test_notebook_is_valid(notebook_file):
    nbformat.validate(read(notebook_file))


@pytest.mark.timeout(240)
def test_notebook_runs_afresh(notebook_file, tmp_path):
    notebook = read(notebook_file)
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    environment = os.environ | {
        "BANK_RS_SIMULATED_CLIENTS": "1500",
        "PYTHONPATH": str(ROOT),
        # threads of one process that wait for each other are slow on a busy machine
        "OMP_NUM_THREADS": "1",
    }
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=environment)
    check_outputs(notebook)
    assert not list(tmp_path.iterdir())
