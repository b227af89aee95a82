"""The manifests of deploy/k8s against the schemas of Kubernetes itself, and against kustomize."""

import json
import re
import shutil
import subprocess
from functools import partial

import kubernetes_validate
import pytest
import yaml

from tests.deploy.manifests import COMPONENTS, FOLDER, manifests, one

OLDEST, NEWEST = "1.31", "1.37"
KINDS = {
    "ConfigMap",
    "Deployment",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "Service",
    "ServiceAccount",
}
names = pytest.mark.parametrize("components", COMPONENTS, ids=lambda given: "+".join(given) or "-")


def validate(manifest: dict, version: str = NEWEST) -> None:
    kubernetes_validate.validate(manifest, version, strict=True)


@names
def test_manifests_fit_the_schemas(components):
    for manifest in manifests(components):
        validate(manifest)


def test_manifests_fit_the_oldest_version_that_is_promised():
    for manifest in manifests(COMPONENTS[-1]):
        validate(manifest, OLDEST)


def test_manifests_are_all_there():
    assert {manifest["kind"] for manifest in manifests()} == KINDS
    listed = {FOLDER / name for name in ("kustomization.yaml", "settings.env")}
    assert len(list(FOLDER.glob("*.*"))) - len(listed) == len(KINDS) - 1


def container_of(deployment: dict) -> dict:
    return deployment["spec"]["template"]["spec"]["containers"][0]


def misspelt(deployment):
    container_of(deployment)["livenesProbe"] = container_of(deployment).pop("livenessProbe")


def of_another_type(deployment):
    deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] = "30s"


def without_selector(deployment):
    del deployment["spec"]["selector"]


def without_a_name(deployment):
    del container_of(deployment)["name"]


def in_the_wrong_place(deployment):
    container_of(deployment)["runAsNonRoot"] = True


@pytest.mark.parametrize(
    "plant", [misspelt, of_another_type, without_selector, without_a_name, in_the_wrong_place]
)
def test_a_mistake_is_refused(plant):
    deployment = one("Deployment")
    validate(deployment)
    plant(deployment)
    with pytest.raises(kubernetes_validate.ValidationError):
        validate(deployment)


def test_a_version_that_is_gone_is_refused():
    autoscaler = one("HorizontalPodAutoscaler") | {"apiVersion": "autoscaling/v2beta2"}
    with pytest.raises(kubernetes_validate.SchemaNotFoundError):
        validate(autoscaler)


def in_order(manifest: object) -> object:
    """The same with its lists in one order, which is not kustomize's."""
    if isinstance(manifest, dict):
        return {key: in_order(value) for key, value in manifest.items()}
    if isinstance(manifest, list):
        return sorted(map(in_order, manifest), key=partial(json.dumps, sort_keys=True))
    return manifest


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl brings kustomize")
@names
def test_manifests_are_what_kustomize_makes(components, tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "k8s")
    with (folder / "kustomization.yaml").open("a") as file:
        file.write(f"\ncomponents: {json.dumps(components)}\n")
    command = ("kubectl", "kustomize", folder)
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    made = re.sub(r"\bbank-rs-[a-z0-9]{10}$", "bank-rs", made, flags=re.MULTILINE)
    assert in_order(list(yaml.safe_load_all(made))) == in_order(manifests(components))
