"""What a pod may do and take, against docker-compose.yaml and the image."""

import re

from tests.deploy.manifests import one

REFERENCE = re.compile(r"^\$\{\w+:-([^${}]*)\}$")
UNITS = {"Ki": 2**10, "k": 2**10, "Mi": 2**20, "m": 2**20, "Gi": 2**30, "g": 2**30}


def in_bytes(quantity: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([A-Za-z]+)", quantity).groups()
    return int(number) * UNITS[unit]


def test_container_has_no_more_rights_than_in_compose(container, pod, compose, dockerfile):
    own, of_pod = container["securityContext"], pod["securityContext"]
    (user,) = re.findall(r"--uid (\d+)", dockerfile[0])
    assert own["capabilities"] == {"drop": compose["cap_drop"]}
    assert own["allowPrivilegeEscalation"] is False
    assert own["readOnlyRootFilesystem"] is compose["read_only"]
    assert set(own) == {"capabilities", "allowPrivilegeEscalation", "readOnlyRootFilesystem"}
    assert of_pod["runAsNonRoot"] is True
    assert of_pod["runAsUser"] == of_pod["fsGroup"] == int(user)
    assert of_pod["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)


def test_pod_has_no_key_to_the_cluster(pod):
    account = one("ServiceAccount")
    assert pod["serviceAccountName"] == account["metadata"]["name"]
    assert pod["automountServiceAccountToken"] is account["automountServiceAccountToken"] is False


def test_memory_is_bounded_as_in_compose(container, compose):
    limits, requests = container["resources"]["limits"], container["resources"]["requests"]
    memory = REFERENCE.sub(r"\1", compose["deploy"]["resources"]["limits"]["memory"])
    assert in_bytes(limits["memory"]) == in_bytes(memory) > in_bytes(requests["memory"])


def test_what_is_written_is_what_compose_lets_be_written(container, compose):
    (tmpfs,) = (mount.partition(":")[0] for mount in compose["tmpfs"])
    volumes = {mount.split(":")[1] for mount in compose["volumes"] if not mount.endswith(":ro")}
    assert {mount["mountPath"] for mount in container["volumeMounts"]} == volumes | {tmpfs}
