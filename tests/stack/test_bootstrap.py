import importlib.util
import subprocess
import sys

import pytest

from tests.stack.conftest import ROOT


@pytest.fixture(scope="module")
def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "scripts/bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def environment(bootstrap, tmp_path):
    """An environment that two empty locks fill and that is linked to a project file."""
    for name in ("first.txt", "second.txt", "project.toml"):
        (tmp_path / name).touch()
    locks = [bootstrap.locked(tmp_path / name) for name in ("first.txt", "second.txt")]
    listing = bootstrap.Install(tmp_path / "project.toml", ("--help",), in_place=True)
    return bootstrap.Environment(tmp_path / "venv", (*locks, listing))


@pytest.fixture
def made(environment):
    """The same environment as `make` leaves it, as far as `missing` looks."""
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    marks = [environment.mark, *(install.mark for install in environment.installs)]
    environment.stamp.write_text("\n".join(marks))
    return environment


def names(installs):
    return [install.source.name for install in installs]


def test_bootstrap_nothing_is_there(environment):
    assert names(environment.missing()) == ["first.txt", "second.txt", "project.toml"]


def test_bootstrap_made_is_not_made_again(made):
    assert made.missing() == ()


def test_bootstrap_changed_lock_makes_all_anew(made, tmp_path):
    (tmp_path / "second.txt").write_text("# changed\n")
    assert made.missing() == made.installs


def test_bootstrap_changed_project_is_linked_again(made, tmp_path):
    (tmp_path / "project.toml").write_text("# changed\n")
    assert names(made.missing()) == ["project.toml"]


def test_bootstrap_moved_folder_is_made_anew(bootstrap, made, tmp_path):
    made.folder.rename(tmp_path / "moved")
    moved = bootstrap.Environment(tmp_path / "moved", made.installs)
    assert moved.missing() == moved.installs


def test_bootstrap_lock_that_is_new_comes_on_top(bootstrap, environment, tmp_path):
    environment.make()
    assert environment.missing() == ()
    (tmp_path / "third.txt").touch()
    more = (*environment.installs, bootstrap.locked(tmp_path / "third.txt"))
    grown = bootstrap.Environment(environment.folder, more)
    assert names(grown.missing()) == ["third.txt"]
    grown.make()
    assert (grown.missing(), environment.missing()) == ((), ())


def test_bootstrap_half_an_environment_is_made_anew(made):
    made.stamp.unlink()
    assert made.missing() == made.installs


def test_bootstrap_failure_shows_what_pip_said(bootstrap, tmp_path):
    (tmp_path / "bad.txt").write_text("--no-such-option\n")
    bad = bootstrap.Environment(tmp_path / "venv", (bootstrap.locked(tmp_path / "bad.txt"),))
    with pytest.raises(bootstrap.BootstrapError, match=r"(?s)no such option.*venv: pip failed"):
        bad.make()
    assert bad.missing() == bad.installs


def test_bootstrap_locks_are_hashed_and_name_no_index(bootstrap):
    for environment in bootstrap.environments(dev=True):
        for install in environment.installs:
            text = install.source.read_text()
            assert install.in_place or "--hash=sha256:" in text
            assert install.in_place or "://" not in text


@pytest.mark.parametrize("python", ["no-such-python", "/bin/false"])
def test_make_refuses_an_old_python_in_one_sentence(python):
    command = ("make", "run", f"PYTHON={python}")
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "3.11 or newer" in refused.stderr.splitlines()[0]
    assert "make run PYTHON=python3.12" in refused.stderr.splitlines()[0]
