"""What docs/loop.md tells schedulers to run."""

import ast
import re

import pytest
import typer

from bank_rs.cli import app
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "loop.md").read_text("utf-8")
COMMANDS = re.findall(r"bank-rs ([a-z]+)((?: --?[a-z-]+(?: [^-\s\"'`|][^\s\"'`|]*)?)*)", PAGE)


@pytest.mark.parametrize(("name", "given"), COMMANDS)
def test_command_of_the_page_has_its_options(name, given):
    command = typer.main.get_command(app).commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", given)) <= known


def test_page_runs_every_step():
    assert {"watch", "outcomes", "ingest", "history", "retrain", "drift"} <= {
        n for n, _ in COMMANDS
    }


def test_dag_of_the_page_can_be_read():
    (dag,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    ast.parse(dag)
