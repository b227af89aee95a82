"""What ``kubectl apply -k deploy/k8s`` would send, put together as kustomize does."""

from copy import deepcopy
from pathlib import Path

import yaml
from dotenv import dotenv_values

FOLDER = Path(__file__).parents[2] / "deploy" / "k8s"
COMPONENTS = ((), ("history",), ("state",), ("history", "state"))


def read(path: Path) -> dict:
    return yaml.safe_load(path.read_text("utf-8"))


def manifests(components: tuple[str, ...] = ()) -> list[dict]:
    """Every resource, the generated ConfigMap among them, its name without the hash."""
    kustomization = read(FOLDER / "kustomization.yaml")
    found = [read(FOLDER / name) for name in kustomization["resources"]]
    found += [_config_map(made) for made in kustomization["configMapGenerator"]]
    for folder in (FOLDER / name for name in components):
        component = read(folder / "kustomization.yaml")
        found += [read(folder / name) for name in component["resources"]]
        for patch in (read(folder / each["path"]) for each in component["patches"]):
            found = [merged(old, patch) if _same(old, patch) else old for old in found]
    return found


def one(kind: str, components: tuple[str, ...] = ()) -> dict:
    """The only resource of a kind."""
    (found,) = (manifest for manifest in manifests(components) if manifest["kind"] == kind)
    return deepcopy(found)


def merged(old: object, new: object) -> object:
    """A strategic merge: null takes away, items of lists are told apart by name or mount."""
    if isinstance(new, dict):
        old = old if isinstance(old, dict) else {}
        values = {key: merged(old.get(key), value) for key, value in new.items()}
        return {key: value for key, value in (old | values).items() if value is not None}
    if isinstance(new, list) and new and isinstance(new[0], dict):
        items = {_identity(item): item for item in old or ()}
        for item in new:
            items[_identity(item)] = merged(items.get(_identity(item)), item)
        return list(items.values())
    return new


def _identity(item: dict) -> str:
    return item.get("mountPath") or item["name"]


def _same(old: dict, patch: dict) -> bool:
    return (old["kind"], old["metadata"]["name"]) == (patch["kind"], patch["metadata"]["name"])


def _config_map(made: dict) -> dict:
    (file,) = made["envs"]
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": made["name"]},
        "data": dotenv_values(FOLDER / file),
    }
