import json
import subprocess
import sys
from threading import Event

import httpx2
import pytest
from pydantic import ValidationError

from bank_rs.registry import served_files
from bank_rs.registry.connection import connect
from bank_rs.registry.fetch import fetch
from bank_rs.registry.served_files import ServedFiles, ServedFilesError
from tests.registry.releases import register
from tests.registry.web_server import web_server

ALONE = """
import sys
sys.modules["mlflow"] = None
from bank_rs.registry.download import download
from pathlib import Path
download(*sys.argv[1:4], Path(sys.argv[4]))
"""


def server(listing, body=b"x", uri="mlflow-artifacts:/1/models/m/artifacts"):
    """Answers with this listing, and with this body for each file."""

    def answer(request):
        path = request.path.partition("?")[0]
        if path.endswith("get-download-uri"):
            said = json.dumps({"artifact_uri": uri}).encode()
        elif path.endswith("/artifacts"):
            said = json.dumps({"files": listing}).encode()
        else:
            said = body
        request.send_response(200)
        request.send_header("Content-Length", str(len(said)))
        request.end_headers()
        request.wfile.write(said)

    return web_server(answer)


def copy(uri, folder):
    with connect(uri, 5) as client:
        ServedFiles.of(client, uri, "bank-rs", "1").copy(folder)


def test_version_is_downloaded_where_mlflow_is_not_installed(mlflow_uri, models_dir, tmp_path):
    register(mlflow_uri, "test-alone", models_dir / "champion")
    folder = tmp_path / "cache" / "model"
    command = [sys.executable, "-c", ALONE, mlflow_uri, "test-alone", "1", str(folder)]
    subprocess.run(command, check=True, timeout=60)
    for path in (models_dir / "champion").iterdir():
        assert (folder / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", ["../one", "/etc/one", "..", ".", "a/b", "", "a\\b", "a\x00"])
def test_file_outside_the_folder_is_refused(name, tmp_path):
    with server([{"path": name}]) as uri, pytest.raises(ValidationError):
        copy(uri, tmp_path / "model")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_server_that_does_not_end_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(served_files, "_LARGEST", 1000)
    endless = server([{"path": "one"}, {"path": "two"}], b"x" * 600)
    with endless as uri, pytest.raises(ServedFilesError, match="more than"):
        copy(uri, tmp_path / "model")


def test_version_that_is_missing_is_an_error(mlflow_uri):
    with connect(mlflow_uri, 5) as client, pytest.raises(httpx2.HTTPStatusError):
        ServedFiles.of(client, mlflow_uri, "nobody", "1")


@pytest.mark.parametrize("uri", ["s3://bucket/m", "file:///m", "mlflow-artifacts://other:5000/m"])
def test_files_that_the_server_leaves_elsewhere_are_not_its_own(uri):
    with server([], uri=uri) as address, connect(address, 5) as client:
        assert ServedFiles.of(client, address, "bank-rs", "1") is None


def test_files_elsewhere_are_read_by_mlflow(mlflow_uri, models_dir, tmp_path):
    """A server whose artifacts are a folder that its clients see as well."""
    import mlflow

    store = f"sqlite:///{tmp_path}/mlflow.db"
    mlflow.set_tracking_uri(store)
    register(store, "test-store", models_dir / "champion")
    folder = tmp_path / "cache" / "model"
    fetch(store, "test-store", "1", folder, Event())
    assert (folder / "model.skops").read_bytes() == (
        models_dir / "champion" / "model.skops"
    ).read_bytes()
