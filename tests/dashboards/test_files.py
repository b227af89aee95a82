import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bank_rs.dashboards.files import files, stale, write

GRAFANA = Path(__file__).parents[2] / "grafana"


def run(script, *options):
    return subprocess.run([sys.executable, script, *options], capture_output=True, text=True)


def test_committed_files_are_what_the_build_writes():
    assert list(stale(GRAFANA)) == []


def test_committed_dashboards_are_all_built():
    committed = {path.name for path in (GRAFANA / "dashboards").iterdir()}
    assert {f"dashboards/{name}" for name in committed} == {
        name for name in files() if name.startswith("dashboards/")
    }


def test_stale_file_is_one_that_differs(tmp_path):
    write(tmp_path)
    assert list(stale(tmp_path)) == []
    changed = tmp_path / "dashboards" / "model.json"
    changed.write_text(changed.read_text("utf-8").replace("Модель", "Model"), "utf-8")
    assert list(stale(tmp_path)) == [changed]


@pytest.fixture
def door(tmp_path):
    shutil.copy(GRAFANA / "build.py", tmp_path)
    return tmp_path / "build.py"


def test_build_check_names_the_files_that_are_missing_and_fails(door):
    done = run(door, "--check")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == len(files())
    assert list(door.parent.iterdir()) == [door]


def test_build_writes_what_its_check_then_accepts(door):
    assert run(door).returncode == 0
    done = run(door, "--check")
    assert (done.returncode, done.stderr) == (0, "")
