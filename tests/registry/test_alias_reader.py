import json
import sys

import pytest
from mlflow import MlflowClient

from bank_rs.registry.alias import AliasedVersion, RegistryAnswerError, RegistryUnreachableError
from bank_rs.registry.alias_reader import AliasReader
from tests.registry.releases import register
from tests.registry.web_server import saying, silent_server, web_server

SHA256 = "0123456789abcdef" * 4


def read(uri, seconds=2.0):
    with AliasReader(uri, "bank-rs", "champion", seconds) as reader:
        return reader.read()


def answer(**version):
    return json.dumps({"model_version": {"name": "bank-rs", "version": "7", **version}}).encode()


@pytest.fixture(scope="module")
def named(mlflow_uri, models_dir):
    """A model with the versions 1 and 2, of which the second has the alias and a hash."""
    for sha256 in ("none", SHA256):
        version = register(mlflow_uri, "test-alias", models_dir / "champion", sha256)
    MlflowClient(mlflow_uri).set_registered_model_alias("test-alias", "champion", version)
    return "test-alias"


def test_server_names_the_version(mlflow_uri, named):
    with AliasReader(mlflow_uri, named, "champion") as reader:
        found = reader.read()
        assert (found.version, found.sha256) == ("2", SHA256)
        MlflowClient(mlflow_uri).set_registered_model_alias(named, "champion", "1")
        found = reader.read()
    assert (found.version, found.sha256) == ("1", None)


def test_missing_alias_is_none(mlflow_uri, named):
    with AliasReader(mlflow_uri, named, "challenger") as reader:
        assert reader.read() is None


def test_missing_model_is_none(mlflow_uri):
    assert read(mlflow_uri) is None


def test_store_that_is_no_server_names_the_version(tmp_path):
    uri = f"sqlite:///{tmp_path}/mlflow.db"
    assert read(uri) is None
    client = MlflowClient(uri)
    client.create_registered_model("bank-rs")
    client.create_model_version("bank-rs", tmp_path.as_uri(), tags={"sha256": SHA256})
    client.set_registered_model_alias("bank-rs", "champion", "1")
    assert read(uri) == AliasedVersion(version="1", sha256=SHA256)


def test_whole_answer_is_read():
    tags = [{"key": "sha256", "value": SHA256}, {"key": "empty"}]
    with web_server(saying(answer(run_id="a1", tags=tags, aliases=["champion"]))) as uri:
        assert read(uri) == AliasedVersion(version="7", run_id="a1", sha256=SHA256)


def test_hash_that_is_none_is_passed_over():
    with web_server(saying(answer(tags=[{"key": "sha256", "value": "../../etc"}]))) as uri:
        assert read(uri) == AliasedVersion(version="7")


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>Welcome</title>",
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"model_version": null}',
        b'{"model_version": {"version": 7}}',
        b'{"model_version": {"version": "../7"}}',
        b'{"model_version": {"version": "7", "run_id": "a/b"}}',
        b'{"model_version": {"version": "7", "tags": {"sha256": "0"}}}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("status", [200, 404, 500])
def test_answer_of_something_else_is_refused(body, status):
    said = rf"answered {status} .*MLFLOW_TRACKING_URI"
    with web_server(saying(body, status)) as uri, pytest.raises(RegistryAnswerError, match=said):
        read(uri)


@pytest.mark.parametrize("status", [401, 403, 500])
def test_refusal_in_mlflows_own_words_is_no_missing_alias(status):
    body = b'{"error_code": "PERMISSION_DENIED", "message": "no"}'
    said = "MLFLOW_TRACKING_USERNAME"
    with web_server(saying(body, status)) as uri, pytest.raises(RegistryAnswerError, match=said):
        read(uri)


def test_answer_that_does_not_end_is_given_up():
    def drip(request):
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(b" " * 4096)
        except OSError:
            return

    with web_server(drip) as uri, pytest.raises(RegistryUnreachableError):
        read(uri)


def test_server_that_is_slow_is_given_up():
    with silent_server() as uri, pytest.raises(RegistryUnreachableError, match="ReadTimeout"):
        read(uri, seconds=0.2)


def test_server_that_is_down_is_named_with_the_cure(closed_port):
    with pytest.raises(RegistryUnreachableError, match=r"\./run_mlflow\.sh"):
        read(f"http://127.0.0.1:{closed_port}")


@pytest.mark.parametrize("uri", ["http://", "http://[", "http://127.0.0.1:999999", "http://\x00"])
def test_address_that_is_none_is_refused(uri):
    with pytest.raises(RegistryUnreachableError, match="MLFLOW_TRACKING_URI"):
        read(uri)


def test_password_is_not_repeated(closed_port):
    with pytest.raises(RegistryUnreachableError) as error:
        read(f"http://me:secret@127.0.0.1:{closed_port}")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, None),
        ({"USERNAME": "me", "PASSWORD": "word"}, "Basic bWU6d29yZA=="),
        ({"TOKEN": "t1"}, "Bearer t1"),
        ({"USERNAME": "me", "PASSWORD": "word", "TOKEN": "t1"}, "Basic bWU6d29yZA=="),
    ],
)
def test_credentials_are_mlflows(variables, expected, monkeypatch):
    for name, value in variables.items():
        monkeypatch.setenv(f"MLFLOW_TRACKING_{name}", value)
    sent = []

    def note(request):
        sent.append(request.headers["Authorization"])
        saying(answer())(request)

    with web_server(note) as uri:
        read(uri)
    assert sent == [expected]


def test_store_that_is_no_server_needs_mlflow(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "mlflow.exceptions", None)
    with (
        AliasReader(f"sqlite:///{tmp_path}/mlflow.db", "bank-rs", "champion") as reader,
        pytest.raises(RegistryUnreachableError, match=r"bank-rs\[train\]"),
    ):
        reader.read()
