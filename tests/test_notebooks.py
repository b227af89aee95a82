"""Both notebooks, as committed and run afresh on a small simulated bank."""

import ast
import os
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from bank_rs.data.fields import PROFILE

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ("eda", "experiments")
MACHINE_PATH = re.compile(r"/(?:work|root|tmp|home|Users|private|var/folders)/")
LARGEST_BYTES = 1_000_000
LONGEST_CELL = 15
LOGIC = {ast.FunctionDef, ast.For, ast.While, ast.If, ast.Lambda}


@pytest.fixture(params=NOTEBOOKS)
def notebook_file(request):
    return ROOT / f"{request.param}.ipynb"


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown_in(cell):
    """Kinds of output a cell displays."""
    return {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}


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


def test_notebook_explains_every_chart(notebook_file):
    for chart, after in pairwise(read(notebook_file).cells):
        if "image/png" in shown_in(chart):
            assert after.cell_type == "markdown" or "text/markdown" in shown_in(after)


def test_notebook_keeps_logic_in_modules(notebook_file):
    for cell in code_cells(read(notebook_file)):
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & LOGIC
        assert len(cell.source.splitlines()) <= LONGEST_CELL


def test_notebook_has_the_sections_it_lists(notebook_file):
    first, *rest = (cell.source for cell in read(notebook_file).cells)
    listed = re.findall(r"^(\d+\. .+)$", first, re.MULTILINE)
    assert listed == re.findall(r"^## (\d+\. .+)$", "\n".join(rest), re.MULTILINE)


def test_notebook_keeps_every_promise(notebook_file):
    tables = [
        output.data["text/plain"]
        for cell in code_cells(read(notebook_file))
        for output in cell.outputs
        if "promise" in output.get("data", {}).get("text/plain", "")
    ]
    assert tables
    assert not [table for table in tables if "false" in table or "true" not in table]


def test_eda_speaks_of_every_profile_column():
    text = "".join(cell.source for cell in read(ROOT / "eda.ipynb").cells)
    assert not [field.name for field in PROFILE if field.name not in text]


def test_experiments_compares_with_baselines_and_registers_the_champion():
    cells = code_cells(read(ROOT / "experiments.ipynb"))
    shown = "".join(str(output) for cell in cells for output in cell.outputs)
    for said in ("constant: nothing", "frequency: share of holders", "the model", "champion"):
        assert said in shown


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
