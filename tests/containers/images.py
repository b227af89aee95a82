"""The project's own images, built once for each content."""

import hashlib
import os
import re
import shutil
import ssl
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.containers.engine import ROOT, CommandError, Engine, run

TARGETS = {"app": "bank-rs", "jobs": "bank-rs-jobs"}
CANARY = "given to the build as a secret, to be found in no layer"


def build_images(engine: Engine, folder: Path) -> str:
    """Build what is not there yet from the files that git knows; return the tag."""
    context = export(folder)
    tag = content_hash(context)
    for target, name in TARGETS.items():
        if not is_there(engine, f"{name}:{tag}"):
            build(engine, context, target, f"{name}:{tag}")
            remove_others(engine, name, tag)
    return tag


def export(folder: Path) -> Path:
    """Copy the files that git knows or would take, as they are now."""
    listed = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def content_hash(context: Path) -> str:
    """Of everything that .dockerignore lets through, and of the Dockerfile."""
    allowed = [
        line.removeprefix("!")
        for line in (context / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    ]
    files = {context / "Dockerfile", context / ".dockerignore"}
    for name in allowed:
        found = context / name
        files |= {found} if found.is_file() else {p for p in found.rglob("*") if p.is_file()}
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(context)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def is_there(engine: Engine, image: str) -> bool:
    """Whether the engine has the image."""
    try:
        engine.ask("image", "inspect", image)
    except CommandError:
        return False
    return True


def remove_others(engine: Engine, name: str, tag: str) -> None:
    """Remove what was built of earlier contents, but for what is in use."""
    for other in engine.ask("images", "--format", "{{.Tag}}", name).split():
        if other != tag and re.fullmatch("[0-9a-f]{16}", other):
            with suppress(CommandError):
                engine.ask("rmi", f"{name}:{other}")


def build(engine: Engine, context: Path, target: str, image: str) -> None:
    """Build one target, with this machine's certificates as its secret."""
    bundle = os.environ.get("PIP_CERT") or ssl.get_default_verify_paths().cafile
    with tempfile.NamedTemporaryFile() as secret:
        secret.write(Path(bundle or "/dev/null").read_bytes() + f"\n{CANARY}\n".encode())
        secret.flush()
        given = ("--secret", f"id=cacert,src={secret.name}")
        command = [*engine.docker, "build", *given, "--target", target, "-t", image, str(context)]
        run(command, 1200, {"DOCKER_BUILDKIT": "1"})
