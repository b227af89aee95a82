import json
import re
import tarfile

import pytest

from tests.containers.engine import CommandError, Engine
from tests.containers.images import CANARY, TARGETS, content_hash, export

MB = 1_000_000
SERVICE_LIMIT = 450 * MB
SECRETS = re.compile(r"-----BEGIN|AKIA[0-9A-Z]{16}|(?i:password|token|secret_?key)\s*=")


@pytest.fixture(scope="module", params=TARGETS.values())
def image(request, tag):
    return f"{request.param}:{tag}"


def inspect(engine, image):
    return json.loads(engine.ask("image", "inspect", image))[0]


def inside(engine: Engine, image: str, *command: str) -> str:
    locked = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges")
    return engine.ask("run", "--rm", "--network", "none", *locked, image, *command)


def test_service_image_is_small(engine, tag):
    base = inspect(engine, "python:3.11-slim")["Size"]
    assert inspect(engine, f"bank-rs:{tag}")["Size"] - base <= SERVICE_LIMIT


def test_service_image_has_no_package_that_serving_does_without(engine, tag):
    listed = inside(
        engine,
        f"bank-rs:{tag}",
        *(
            "python",
            "-c",
            "import importlib.metadata as m; [print(d.name) for d in m.distributions()]",
        ),
    )
    assert "skops" in listed
    assert not {"mlflow", "pandas", "pyarrow", "matplotlib", "pip"} & set(listed.split())


def test_image_runs_as_a_plain_user_and_keeps_its_files(engine, image):
    assert inside(engine, image, "id", "-u").strip() == "10001"
    owned = inside(engine, image, "find", "/opt/venv", "/srv", "-user", "10001")
    assert not owned


@pytest.mark.parametrize("tool", ["gcc", "cc", "strip", "git", "curl"])
def test_image_has_no_build_tool(engine, image, tool):
    with pytest.raises(CommandError):
        inside(engine, image, tool, "--version")


def test_image_has_no_cache(engine, image):
    found = inside(
        engine,
        image,
        *("sh", "-c", "find /var/lib/apt/lists /var/cache/apt /root/.cache -type f 2>/dev/null; :"),
    )
    assert not found


def test_image_is_labelled_and_starts_without_a_shell(engine, image):
    config = inspect(engine, image)["Config"]
    prefix = "org.opencontainers.image."
    assert {f"{prefix}{name}" for name in ("title", "description", "version", "licenses")} <= set(
        config["Labels"]
    )
    assert config["Cmd"][0] not in ("/bin/sh", "sh")
    assert config["Healthcheck"]["Test"][:2] == ["CMD", "python"]


def test_image_layers_hold_nothing_of_the_secret(engine, image, tmp_path):
    archive = tmp_path / "image.tar"
    engine.ask("save", "-o", str(archive), image)
    names = {name for name, held in files_of_layers(archive) if CANARY.encode() in held}
    assert not names


def test_image_history_holds_no_secret(engine, image):
    history = engine.ask("history", "--no-trunc", "--format", "{{json .}}", image)
    known = engine.ask("image", "inspect", image)
    assert not SECRETS.search(history + known)


def files_of_layers(archive):
    """Each regular file in each layer of a saved image, removed later or not."""
    with tarfile.open(archive) as saved:
        (manifest,) = json.load(saved.extractfile("manifest.json"))
        for layer in manifest["Layers"]:
            with tarfile.open(fileobj=saved.extractfile(layer)) as files:
                for file in filter(tarfile.TarInfo.isfile, files):
                    yield file.name, files.extractfile(file).read()


def test_content_hash_changes_with_the_code_alone(tmp_path):
    context = export(tmp_path)
    before = content_hash(context)
    (context / "README.ru.md").write_text("not in the image", "utf-8")
    (context / "tests" / "extra.py").write_text("not in the image", "utf-8")
    assert content_hash(context) == before
    (context / "bank_rs" / "extra.py").write_text("in the image", "utf-8")
    assert content_hash(context) != before
