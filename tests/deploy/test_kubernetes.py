"""The manifests of deploy/k8s against the service, the image and docker-compose.yaml."""

import json
import re
from pathlib import Path

import pytest
from dotenv import dotenv_values
from fastapi.testclient import TestClient
from pydantic import ValidationError

from bank_rs.service.api import create_app
from bank_rs.service.process import workers
from bank_rs.service.process.server import FINISH_SECONDS
from bank_rs.settings import Settings
from tests.deploy.manifests import COMPONENTS, FOLDER, manifests, one, read

ROOT = Path(__file__).parents[2]
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
WITH_ALL = COMPONENTS[-1]


def set_by(components: tuple[str, ...]) -> dict[str, str]:
    """Variables of the container with their values; None for those of a pod or a Secret."""
    (container,) = one("Deployment", components)["spec"]["template"]["spec"]["containers"]
    own = {variable["name"]: variable.get("value") for variable in container["env"]}
    return one("ConfigMap", components)["data"] | own


def settings(monkeypatch, components: tuple[str, ...] = ()) -> Settings:
    for name, value in set_by(components).items():
        if value is not None:
            monkeypatch.setenv(name, value)
    return Settings(_env_file=None)


def test_variables_are_settings():
    known = {f"BANK_RS_{name}".upper() for name in Settings.model_fields} | {"MLFLOW_TRACKING_URI"}
    assert set(set_by(WITH_ALL)) <= known - {"BANK_RS_MLFLOW_TRACKING_URI"}


@pytest.mark.parametrize("components", COMPONENTS)
def test_values_are_what_the_settings_take(components, monkeypatch):
    found = settings(monkeypatch, components).model_dump(exclude_defaults=True)
    assert {"mlflow_tracking_uri", "graphite_host", "graphite_url", "drain_seconds"} <= set(found)


def test_config_map_is_the_one_that_is_read(container):
    assert container["envFrom"] == [
        {"configMapRef": {"name": one("ConfigMap")["metadata"]["name"]}}
    ]


def test_service_links_would_be_taken_for_settings(pod, monkeypatch):
    assert one("Service")["metadata"]["name"].upper().replace("-", "_") == "BANK_RS"
    monkeypatch.setenv("BANK_RS_PORT", "tcp://10.0.0.1:8000")
    with pytest.raises(ValidationError):
        Settings(_env_file=None)
    assert pod["enableServiceLinks"] is False


def test_secrets_are_named_and_nowhere_given(container):
    sources = {each["name"]: each.get("valueFrom", {}) for each in container["env"]}
    for name in ("BANK_RS_API_KEYS", "BANK_RS_CLIENT_KEY"):
        assert sources[name]["secretKeyRef"]["optional"] is True
        assert name not in dotenv_values(FOLDER / "settings.env")
    assert all(manifest["kind"] != "Secret" for manifest in manifests(WITH_ALL))


def test_each_pod_has_series_of_its_own(container):
    sources = {each["name"]: each.get("valueFrom") for each in container["env"]}
    assert sources["BANK_RS_METRICS_INSTANCE"] == {"fieldRef": {"fieldPath": "metadata.name"}}
    assert set_by(("state",))["BANK_RS_METRICS_INSTANCE"] == "{replica}"


def test_selectors_match_the_pods(deployment, pod):
    labels = deployment["template"]["metadata"]["labels"].items()
    spread = [each["labelSelector"]["matchLabels"] for each in pod["topologySpreadConstraints"]]
    selectors = [
        deployment["selector"]["matchLabels"],
        one("Service")["spec"]["selector"],
        one("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        *spread,
    ]
    assert len(selectors) == 5
    assert all(selector and selector.items() <= labels for selector in selectors)


def test_ports_are_those_of_the_image(container, dockerfile):
    (command,) = re.findall(r"^CMD (.*)$", dockerfile[1], re.MULTILINE)
    words = json.loads(command)
    (port,) = container["ports"]
    assert "command" not in container
    assert port["containerPort"] == int(words[words.index("--port") + 1])
    assert [each["targetPort"] for each in one("Service")["spec"]["ports"]] == [port["name"]]
    assert {container[probe]["httpGet"]["port"] for probe in PROBES} == {port["name"]}


def test_image_is_that_of_compose(container, compose):
    expected = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", compose["image"])
    (image,) = read(FOLDER / "kustomization.yaml")["images"]
    assert container["image"] == f"{image['name']}:{image['newTag']}" == expected


def test_probes_are_answered_without_a_key(container, closed_port, tmp_path):
    options = Settings(
        _env_file=None,
        models_dir=ROOT / "models",
        state_dir=tmp_path,
        mlflow_tracking_uri=f"http://127.0.0.1:{closed_port}",
        metrics=False,
        api_keys="a-key-of-this-test",
    )
    with TestClient(create_app(options)) as client:
        assert client.get("/model").status_code == 401
        for probe in PROBES:
            assert client.get(container[probe]["httpGet"]["path"]).status_code == 200


def test_readiness_is_not_what_a_pod_is_killed_for(container):
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"


def test_grace_is_longer_than_the_end_of_the_service(pod, monkeypatch):
    drain = settings(monkeypatch).drain_seconds
    assert pod["terminationGracePeriodSeconds"] >= drain + FINISH_SECONDS + workers._SPARE_SECONDS


@pytest.mark.parametrize("components", COMPONENTS)
def test_mounts_have_volumes_and_volumes_claims(components):
    pod = one("Deployment", components)["spec"]["template"]["spec"]
    mounted = {mount["name"] for mount in pod["containers"][0]["volumeMounts"]}
    assert mounted == {volume["name"] for volume in pod["volumes"]}
    found = manifests(components)
    claims = {each["metadata"]["name"] for each in found if each["kind"] == "PersistentVolumeClaim"}
    given = [each["persistentVolumeClaim"] for each in pod["volumes"] if "emptyDir" not in each]
    assert {claim["claimName"] for claim in given} == claims
    assert len(claims) == len(components)


def test_history_is_a_file_of_a_volume_that_is_read_only():
    (container,) = one("Deployment", ("history",))["spec"]["template"]["spec"]["containers"]
    (mount,) = (each for each in container["volumeMounts"] if each["name"] == "history")
    assert mount["readOnly"] is True
    assert str(Path(set_by(("history",))["BANK_RS_HISTORY_FILE"]).parent) == mount["mountPath"]


def test_autoscaler_has_the_replicas_to_itself(deployment, container):
    autoscaler = one("HorizontalPodAutoscaler")["spec"]
    target = {key: one("Deployment")[key] for key in ("apiVersion", "kind")}
    assert autoscaler["scaleTargetRef"] == target | {"name": one("Deployment")["metadata"]["name"]}
    assert 1 < autoscaler["minReplicas"] < autoscaler["maxReplicas"]
    assert "replicas" not in deployment
    (metric,) = autoscaler["metrics"]
    assert metric["resource"]["name"] == "cpu"
    assert container["resources"]["requests"]["cpu"]


def test_a_node_can_be_drained_and_pods_replaced(deployment):
    least = one("HorizontalPodAutoscaler")["spec"]["minReplicas"]
    budget = one("PodDisruptionBudget")["spec"]
    assert 1 <= budget.get("maxUnavailable", least - budget.get("minAvailable", 0)) < least
    assert deployment["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}


@pytest.mark.parametrize("components", COMPONENTS)
def test_answers_are_logged_only_where_the_log_outlives_the_pod(components, monkeypatch):
    pod = one("Deployment", components)["spec"]["template"]["spec"]
    (state,) = (volume for volume in pod["volumes"] if volume["name"] == "state")
    kept = "persistentVolumeClaim" in state
    assert settings(monkeypatch, components).log_share == (1 if kept else 0)
