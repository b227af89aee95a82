"""The proxy's HTTPS, keys that change, and copies that are replaced, on three copies."""

import json
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx2
import pytest

from tests.containers.engine import ROOT
from tests.containers.recipes import checkout, follow, stack_in
from tests.containers.stack import free_ports
from tests.waiting import wait_until

CLIENT = json.loads((ROOT / "bank_rs" / "stack" / "client.json").read_bytes())
FIRST, SECOND = "first-key-of-this-test", "second-key-of-this-test"
COPIES = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = checkout(tmp_path_factory.mktemp("checkout"))
    certify(folder)
    write_keys(folder, FIRST)
    return folder


@pytest.fixture(scope="module")
def tags(engine, tag):
    """Two tags of the same images: the one that runs first, and the one to come."""
    names = [f"{name}:{tag}" for name in ("bank-rs", "bank-rs-jobs")]
    for name in names:
        engine.ask("tag", name, f"{name}-next")
    yield tag, f"{tag}-next"
    engine.ask("image", "rm", *(f"{name}-next" for name in names))


@pytest.fixture(scope="module")
def scaled(engine, folder, tags):
    wanted = {
        **free_ports(("BANK_RS_TLS_PORT",)),
        "profiles": "scale",
        "BANK_RS_APP_PORT": "0",
        "BANK_RS_API_KEYS_FILE": "secrets/keys.txt",
    }
    with stack_in(folder, engine, "bank-rs-https", tags[0], "proxy/tls.yaml", **wanted) as scaled:
        scaled.up("app", "proxy", options=("--scale", f"app={COPIES}"))
        yield scaled


def certify(folder) -> None:
    """A new certificate; its key is open, as only root could give it to the proxy's user."""
    made, secrets = folder / "made", folder / "secrets"
    made.mkdir(exist_ok=True)
    subject = ("-subj", "/CN=bank-rs", "-addext", "subjectAltName=IP:127.0.0.1")
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    written = ("-keyout", str(made / "tls.key"), "-out", str(made / "tls.crt"))
    command = ["openssl", "req", "-x509", *kind, *subject, *written]
    subprocess.run(command, check=True, capture_output=True)
    for file in made.iterdir():
        file.chmod(0o644)
        file.rename(secrets / file.name)


def write_keys(folder, *keys: str) -> None:
    """In a new file that takes the place of the old one, as editors write."""
    new = folder / "secrets" / "new.txt"
    new.write_text("\n".join(keys), "utf-8")
    new.chmod(0o644)
    new.replace(folder / "secrets" / "keys.txt")


def trusting(folder) -> httpx2.Client:
    """Trusts the certificate there is now, and no other."""
    context = ssl.create_default_context(cafile=str(folder / "secrets" / "tls.crt"))
    return httpx2.Client(verify=context, timeout=20)


def https(scaled, path="/predict") -> str:
    return f"https://127.0.0.1:{scaled.variables['BANK_RS_TLS_PORT']}{path}"


def statuses(scaled, folder, key: str) -> set[int]:
    """Of as many predictions as reach every copy."""
    with trusting(folder) as client:
        asked = range(2 * COPIES)
        headers = {"X-API-Key": key}
        return {client.post(https(scaled), json=CLIENT, headers=headers).status_code for _ in asked}


def test_proxy_answers_over_https_with_the_given_certificate(scaled, folder):
    assert statuses(scaled, folder, FIRST) == {200}


def test_proxy_is_refused_by_who_does_not_trust_the_certificate(scaled):
    with pytest.raises(httpx2.ConnectError, match="certificate"):
        httpx2.get(https(scaled, "/health/ready"), timeout=10)


@pytest.mark.parametrize("port", ["BANK_RS_TLS_PORT", "BANK_RS_PORT"])
def test_proxy_gives_nothing_of_the_service_over_plain_http(scaled, port):
    answer = httpx2.get(f"http://127.0.0.1:{scaled.variables[port]}/health/ready", timeout=10)
    assert answer.status_code == 400
    assert "ready" not in answer.text


def test_proxy_alone_is_open_to_the_network(scaled):
    for service in ("app", "mlflow", "proxy"):
        for name in scaled.containers(service):
            bound = scaled.state(name)["NetworkSettings"]["Ports"]
            addresses = {place["HostIp"] for places in bound.values() for place in places or ()}
            assert bool(addresses - {"127.0.0.1"}) == (service == "proxy")


def test_renewed_certificate_is_taken_up(scaled, folder):
    certify(folder)
    with trusting(folder) as client:
        with pytest.raises(httpx2.ConnectError, match="certificate"):
            client.get(https(scaled, "/health/ready"))
        follow("HTTPS", scaled, folder)
        wait_until(lambda: is_trusted(client, https(scaled, "/health/ready")))


def is_trusted(client, address) -> bool:
    try:
        return client.get(address).status_code == 200
    except httpx2.ConnectError:
        return False


def test_keys_are_rotated_in_running_copies(scaled, folder):
    copies = scaled.containers("app")
    started = [scaled.state(name)["State"]["StartedAt"] for name in copies]
    assert statuses(scaled, folder, SECOND) == {401}
    write_keys(folder, FIRST, SECOND)
    wait_until(lambda: statuses(scaled, folder, SECOND) == {200})
    assert statuses(scaled, folder, FIRST) == {200}
    write_keys(folder, SECOND)
    wait_until(lambda: statuses(scaled, folder, FIRST) == {401})
    assert statuses(scaled, folder, SECOND) == {200}
    write_keys(folder, "")
    write_keys(folder, FIRST, SECOND)
    wait_until(lambda: statuses(scaled, folder, FIRST) == {200})
    assert [scaled.state(name)["State"]["StartedAt"] for name in copies] == started


def test_copies_are_replaced_without_a_failed_request(scaled, folder, tags):
    done, seen = Event(), []

    def go_on_asking():
        with trusting(folder) as client:
            while not done.is_set():
                headers = {"X-API-Key": FIRST}
                seen.append(client.post(https(scaled), json=CLIENT, headers=headers).status_code)

    with ThreadPoolExecutor() as pool:
        asking = [pool.submit(go_on_asking) for _ in range(2)]
        try:
            follow("Several copies", scaled, folder, BANK_RS_TAG=tags[1])
        finally:
            done.set()
        for one in asking:
            one.result()
    assert len(seen) > 1000
    assert set(seen) == {200}
    images = [scaled.state(name)["Config"]["Image"] for name in scaled.containers("app")]
    assert images == [f"bank-rs:{tags[1]}"] * COPIES
