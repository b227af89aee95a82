"""Write a hashed lock's software bill of materials, as CycloneDX JSON.

Versions and hashes are the lock's. Licences and the dependency graph are those of the environment
that runs this, so the lock's packages must be installed there. The same lock gives the same bytes.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distribution, distributions
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from locks import LockError, Pin, read_lock
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "bank-rs"
# What cyclonedx-py calls the component of pyproject.toml.
PROJECT_REFERENCE = "root-component"


class SbomError(Exception):
    """No bill of materials can be written; the message says why and how to cure it."""


def check_installed(pins: list[Pin]) -> None:
    """Raise `SbomError` unless what is installed here is what the lock names."""
    installed = {canonicalize_name(here.name): here.version for here in distributions()}
    for pin in pins:
        if pin.needed and installed.get(pin.name) != pin.version:
            raise SbomError(
                f"{pin.name} {pin.version} is locked but not installed here: "
                "run 'python3 scripts/bootstrap.py --dev' and then this again."
            )


def describe_environment() -> dict[str, Any]:
    """Return cyclonedx-py's document of all that is installed here."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable]
    command += ["--pyproject", str(ROOT / "pyproject.toml"), "--sv", "1.6"]
    command += ["--output-reproducible", "--short-PURLs", "--no-validate"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SbomError(f"{done.stderr}\ncyclonedx-py failed as shown above; mend that first.")
    return json.loads(done.stdout)


def files(pin: Pin) -> dict[str, Any]:
    """Return the reference to the files of a pin, each of which has one of its hashes."""
    return {
        "type": "distribution",
        "comment": "one hash for each file that the lock allows",
        "url": pin.purl,
        "hashes": [{"alg": "SHA-256", "content": content} for content in pin.hashes],
    }


def component(pin: Pin, installed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what is known of a pin; where it is not installed, that is little."""
    known = installed.get(pin.purl, {"type": "library", "name": pin.name, "version": pin.version})
    if pin.needed and "licenses" not in known:
        known = known | {"licenses": loose_licences(pin.name)}
    # Only what auditors follow: the chats and badges of 100 projects are not.
    sources = [link for link in known.get("externalReferences", []) if link["type"] == "vcs"]
    return known | {
        "bom-ref": pin.purl,
        "purl": pin.purl,
        "scope": "required" if pin.needed else "optional",
        "externalReferences": [*sources, files(pin)],
    }


def loose_licences(name: str) -> list[dict[str, Any]]:
    """Return the licence of a package that names it in words of its own."""
    licence = distribution(name).metadata.get("License", "")
    short = licence and "\n" not in licence  # some put the whole text there
    return [{"license": {"name": licence, "acknowledgement": "declared"}}] if short else []


def requirements(name: str, extra: str) -> Iterator[Requirement]:
    """Yield what an installed package requires, or one of its extras does."""
    for requirement in map(Requirement, distribution(name).requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def dependency_graph(pins: list[Pin]) -> dict[str, set[str]]:
    """Return what each package depends on here, extras that nothing asks for left out.

    cyclonedx-py draws those too: to it SciPy depends on Matplotlib.
    """
    purls = {pin.name: pin.purl for pin in pins if pin.needed}
    graph: dict[str, set[str]] = {purl: set() for purl in purls.values()}
    graph[PROJECT_REFERENCE] = set()
    extras = distribution(PROJECT).metadata.get_all("Provides-Extra", [])
    waiting = [(name, "") for name in purls] + [(PROJECT, extra) for extra in ["", *extras]]
    seen = set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for requirement in requirements(name, extra):
            needed = canonicalize_name(requirement.name)
            if needed in purls:
                graph[purls.get(name, PROJECT_REFERENCE)].add(purls[needed])
                waiting += [(needed, wanted) for wanted in requirement.extras]
    return graph


def bill_of_materials(lock: Path) -> str:
    """Return the document of a lock, valid by CycloneDX's schema."""
    pins = read_lock(lock)
    check_installed(pins)
    document = describe_environment()
    installed = {part["purl"]: part for part in document["components"] if "purl" in part}
    document["components"] = [component(pin, installed) for pin in pins]
    document["dependencies"] = [
        {"ref": reference} | ({"dependsOn": sorted(needed)} if needed else {})
        for reference, needed in sorted(dependency_graph(pins).items())
    ]
    text = json.dumps(document, indent=2, sort_keys=True) + "\n"
    invalid = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if invalid:
        raise SbomError(f"{lock}: its document is no CycloneDX 1.6: {invalid}.")
    return text


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock", type=Path, help="a lock as 'make lock' writes it")
    parser.add_argument("output", type=Path, help="the file to write")
    arguments = parser.parse_args()
    try:
        text = bill_of_materials(arguments.lock)
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(text, "utf-8")
    except (LockError, SbomError, OSError) as error:
        sys.exit(str(error))
    count = len(json.loads(text)["components"])
    print(f"{arguments.output}: the {count} packages of {arguments.lock}")


if __name__ == "__main__":
    main()
