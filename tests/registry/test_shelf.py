import os

import pytest

from bank_rs.model.champion import PIPELINE_FILE
from bank_rs.registry.alias import AliasedVersion
from bank_rs.registry.identity import pipeline_sha256
from bank_rs.registry.shelf import KEPT, LAST_FILE, Shelf
from bank_rs.settings import Settings


def shelf_of(tmp_path, **settings):
    folders = {"models_dir": tmp_path / "models", "state_dir": tmp_path / "var"}
    return Shelf.from_settings(Settings(_env_file=None, **folders | settings))


@pytest.fixture
def shelf(tmp_path):
    return shelf_of(tmp_path)


def put(folder, content=b"a pipeline"):
    folder.mkdir(parents=True)
    (folder / PIPELINE_FILE).write_bytes(content)
    return pipeline_sha256(folder)


def fetched(shelf, number):
    sha256 = f"{number:064x}"
    put(shelf.folder_of(sha256))
    return AliasedVersion(version=str(number), sha256=sha256)


def test_empty_shelf_has_nothing(shelf):
    assert list(shelf.having("0" * 64)) == []
    assert shelf.last() is None


def test_shipped_copy_is_found_by_its_hash(shelf):
    sha256 = put(shelf.shipped)
    assert list(shelf.having(sha256)) == [shelf.shipped]
    assert list(shelf.having("0" * 64)) == []


def test_fetched_copy_is_found_by_its_hash(shelf):
    sha256 = put(shelf.shipped)
    put(shelf.folder_of(sha256))
    assert list(shelf.having(sha256)) == [shelf.shipped, shelf.folder_of(sha256)]


def test_fetched_copy_with_another_content_is_passed_over(shelf):
    put(shelf.folder_of("0" * 64))
    assert list(shelf.having("0" * 64)) == []


def test_version_without_a_hash_is_nowhere(shelf):
    put(shelf.shipped)
    assert list(shelf.having(None)) == []


def test_version_that_serves_is_remembered(shelf, tmp_path):
    version = AliasedVersion(version="7", run_id="a1", sha256="0" * 64)
    shelf.remember(version)
    assert shelf.last() == shelf_of(tmp_path).last() == version


@pytest.mark.parametrize(
    "other",
    [
        {"model_name": "another"},
        {"model_alias": "challenger"},
        {"MLFLOW_TRACKING_URI": "http://127.0.0.1:1"},
    ],
)
def test_version_of_another_registry_is_not_taken_for_this_ones(other, shelf, tmp_path):
    shelf.remember(AliasedVersion(version="7", sha256="0" * 64))
    assert shelf_of(tmp_path, **other).last() is None


def test_password_of_the_registry_is_not_kept(tmp_path):
    shelf = shelf_of(tmp_path, MLFLOW_TRACKING_URI="http://me:secret@127.0.0.1:1")
    shelf.remember(AliasedVersion(version="7"))
    assert "secret" not in (shelf.fetched / LAST_FILE).read_text()


@pytest.mark.parametrize("broken", [b"", b"{}", b"\xff", b'{"registry": "x", "version": "7"}'])
def test_broken_note_is_none(broken, shelf):
    shelf.remember(AliasedVersion(version="7"))
    (shelf.fetched / LAST_FILE).write_bytes(broken)
    assert shelf.last() is None


def test_only_the_newest_fetched_models_are_kept(shelf):
    versions = [fetched(shelf, number) for number in range(1, KEPT + 3)]
    for age, version in enumerate(versions):
        os.utime(shelf.folder_of(version.sha256), (age, age))
    shelf.remember(versions[0])
    kept = {path.name for path in shelf.fetched.iterdir() if path.is_dir()}
    assert kept == {version.sha256 for version in (versions[0], *versions[-KEPT + 1 :])}


def test_shipped_copy_is_never_discarded(shelf):
    sha256 = put(shelf.shipped)
    put(shelf.folder_of(sha256))
    for folder in list(shelf.having(sha256)):
        shelf.discard(folder)
    assert list(shelf.having(sha256)) == [shelf.shipped]


def test_folder_that_cannot_be_written_is_a_warning(tmp_path, caplog):
    (tmp_path / "var").touch()
    shelf_of(tmp_path).remember(AliasedVersion(version="7"))
    assert "var/champion cannot be written" in caplog.text
