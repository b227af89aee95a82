"""`make sbom` and `make audit`, run as the Makefile runs them."""

import json
import os
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts.osv import is_affected

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements-serve.txt", "requirements.txt"]
BAD_PIN = f"Jinja2==2.4.1 --hash=sha256:{'0' * 64}\n"
FOUND = (
    "jinja2 2.4.1: PYSEC-2014-8 (CVE-2014-1402), fixed in 2.7.2: "
    "The default configuration uses /tmp."
)
GOOD_PIN = f"requests==2.34.2 --hash=sha256:{'0' * 64}\n"
ADVISORY = {
    "schema_version": "1.6.0",
    "id": "PYSEC-2014-8",
    "modified": "2024-11-21T14:22:48Z",
    "aliases": ["CVE-2014-1402"],
    "details": "The default configuration\nuses /tmp.",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "jinja2"},
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.7.2"}]},
                {"type": "GIT", "repo": "https://example.org/x", "events": [{"introduced": "0"}]},
            ],
        }
    ],
}
SAME_BY_GITHUB = ADVISORY | {"id": "GHSA-8r7q-cvjq-x353"}
WITHDRAWN = ADVISORY | {
    "id": "PYSEC-1-1",
    "aliases": [],
    "withdrawn": "2025-01-01T00:00:00Z",
    "modified": "2026-01-01T00:00:00Z",
}
OF_NPM = {
    "id": "GHSA-n",
    "modified": "2026-02-01T00:00:00Z",
    "affected": [{"package": {"ecosystem": "npm", "name": "jinja2"}, "versions": ["2.4.1"]}],
}


def run(script, *arguments, **variables):
    command = [sys.executable, f"scripts/{script}.py", *map(str, arguments)]
    proxies = {name: "" for name in os.environ if name.lower().endswith("_proxy")}
    environment = os.environ | proxies | variables
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def pins(lock):
    """Name and version of each pin with its hashes, read without the code under test."""
    blocks = re.split(r"^(?=\S)", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)
    return {
        f"pkg:pypi/{block.split()[0].replace('==', '@')}": set(
            re.findall(r"--hash=sha256:(\w{64})", block)
        )
        for block in blocks
        if block.strip()
    }


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "lock.txt"
    path.write_text(BAD_PIN + GOOD_PIN)
    return path


@pytest.fixture
def database(tmp_path):
    def written(*advisories):
        path = tmp_path / "all.zip"
        with ZipFile(path, "w") as archive:
            for advisory in advisories:
                archive.writestr(f"{advisory['id']}.json", json.dumps(advisory))
        return path

    return written


@pytest.fixture
def service():
    """An OSV service on this machine that knows of the bad pin and has seen all others."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            bad = asked["package"]["name"] == "jinja2" and asked["version"] == "2.4.1"
            body = json.dumps({"vulns": [ADVISORY]} if bad else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield osv_at(server.server_port)
        server.shutdown()


def osv_at(port):
    return {
        "PIP_AUDIT_VULNERABILITY_SERVICE": "osv",
        "PIP_AUDIT_OSV_URL": f"http://127.0.0.1:{port}/v1/query",
    }


@pytest.fixture(scope="module")
def bills(tmp_path_factory):
    """The text of each lock's bill of materials."""
    folder = tmp_path_factory.mktemp("bills") / "new"
    for lock in LOCKS:
        done = run("sbom", lock, folder / lock)
        assert done.returncode == 0, done.stderr
    return {lock: (folder / lock).read_text("utf-8") for lock in LOCKS}


@pytest.fixture(params=LOCKS)
def bill(request, bills):
    return request.param, bills[request.param]


def test_sbom_is_valid_by_the_schema(bill):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill[1]) is None


def test_sbom_has_each_pin_of_the_lock_with_its_hashes_and_no_other(bill):
    lock, text = bill
    parts = json.loads(text)["components"]
    hashes = {
        part["purl"]: {entry["content"] for entry in part["externalReferences"][-1]["hashes"]}
        for part in parts
    }
    assert hashes == pins(lock)
    assert all(part["purl"].endswith(f"@{part['version']}") for part in parts)


def test_sbom_describes_the_project(bill):
    root = json.loads(bill[1])["metadata"]["component"]
    assert (root["name"], root["type"]) == ("bank-rs", "application")
    assert root["licenses"][0]["license"]["id"] == "MIT"


def test_sbom_knows_the_licence_of_what_is_installed(bill):
    parts = json.loads(bill[1])["components"]
    unknown = {part["name"] for part in parts if part["scope"] == "required"} - {
        part["name"] for part in parts if part.get("licenses")
    }
    assert unknown <= {"huey"}  # says it in a file alone


def test_sbom_graph_reaches_all_that_is_installed(bill):
    document = json.loads(bill[1])
    graph = {node["ref"]: node.get("dependsOn", []) for node in document["dependencies"]}
    reached, waiting = set(), ["root-component"]
    while waiting:
        reference = waiting.pop()
        if reference not in reached:
            reached.add(reference)
            waiting += graph[reference]
    needed = {part["purl"] for part in document["components"] if part["scope"] == "required"}
    assert reached == needed | {"root-component"}


def test_sbom_graph_leaves_out_extras_that_nothing_asks_for(bill):
    nodes = json.loads(bill[1])["dependencies"]
    graph = {node["ref"].partition("@")[0]: node.get("dependsOn", []) for node in nodes}
    short = {ref: {needed.partition("@")[0] for needed in graph[ref]} for ref in graph}
    assert short["pkg:pypi/scipy"] == {"pkg:pypi/numpy"}
    assert "pkg:pypi/uvloop" in short["pkg:pypi/uvicorn"]


def test_sbom_names_no_path_and_no_package_index(bill):
    assert not re.search(rf"file:|{ROOT}|{sys.prefix}|/simple/", bill[1])


def test_sbom_of_the_same_lock_has_the_same_bytes(bills, tmp_path):
    assert run("sbom", LOCKS[0], tmp_path / "again").returncode == 0
    assert (tmp_path / "again").read_text("utf-8") == bills[LOCKS[0]]


def test_sbom_of_a_lock_that_is_not_installed_is_refused(lock, tmp_path):
    done = run("sbom", lock, tmp_path / "sbom")
    assert done.returncode == 1
    assert "jinja2 2.4.1 is locked but not installed here" in done.stderr
    assert not (tmp_path / "sbom").exists()


def test_audit_with_a_file_finds_a_bad_pin_once(lock, database):
    done = run("audit", "--database", database(ADVISORY, SAME_BY_GITHUB, WITHDRAWN, OF_NPM), lock)
    assert done.stdout.splitlines() == [
        "2 advisories, the newest of 2024-11-21",
        f"{lock}: {FOUND}",
        f"{lock}: 2 packages, 1 known vulnerabilities",
    ]
    assert done.returncode == 1


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-dev.txt", "graphite/requirements.txt"])
def test_audit_with_a_file_reads_the_locks(lock, database):
    done = run("audit", "--database", database(ADVISORY), lock)
    assert done.stdout.endswith(f"{lock}: {len(pins(lock))} packages, 0 known vulnerabilities\n")
    assert done.returncode == 0


@pytest.mark.parametrize("advisories", [(), (OF_NPM,), (WITHDRAWN,), ({"id": "x", "affected": 3},)])
def test_audit_with_a_file_of_other_things_tells_nothing(lock, database, advisories):
    done = run("audit", "--database", database(*advisories), lock)
    assert "fetch PyPI/all.zip of osv.dev" in done.stderr
    assert done.returncode == 2


def test_audit_with_a_file_that_is_missing_tells_nothing(lock, tmp_path):
    done = run("audit", "--database", tmp_path / "none.zip", lock)
    assert "none.zip is no zip of OSV advisories" in done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize("text", ["", "jinja2>=2\n", "jinja2==3.1.6\n", "!\n"])
def test_audit_of_what_is_no_lock_tells_nothing(lock, database, text):
    lock.write_text(text)
    done = run("audit", "--database", database(ADVISORY), lock)
    assert "so it is no lock: write it with 'make lock'" in done.stderr
    assert done.returncode == 2


def test_audit_by_the_service_finds_a_bad_pin(lock, service):
    done = run("audit", lock, **service)
    assert done.stdout.splitlines() == [
        f"{lock}: {FOUND}",
        f"{lock}: 2 packages, 1 known vulnerabilities",
    ]
    assert done.returncode == 1


def test_audit_by_the_service_of_good_pins_is_well(lock, service):
    lock.write_text(GOOD_PIN)
    done = run("audit", lock, **service)
    assert done.stdout == f"{lock}: 1 packages, 0 known vulnerabilities\n"
    assert done.returncode == 0


def test_audit_by_a_service_out_of_reach_tells_nothing(lock, closed_port):
    done = run("audit", lock, **osv_at(closed_port))
    assert f"{lock}: NOT AUDITED" in done.stdout
    assert "known vulnerabilities" not in done.stdout
    assert done.returncode == 2


def test_audit_behind_a_proxy_out_of_reach_tells_nothing(lock, closed_port):
    done = run("audit", lock, HTTPS_PROXY=f"http://127.0.0.1:{closed_port}")
    assert f"{lock}: NOT AUDITED" in done.stdout
    assert done.returncode == 2


def test_audit_by_a_service_that_does_not_know_a_package_tells_nothing(lock, tmp_path):
    """What pip-audit 2.10.1 prints, before it ends with 0, behind an index that is a mirror."""
    report = {
        "dependencies": [
            {"name": "requests", "version": "2.34.2", "vulns": []},
            {
                "name": "jinja2",
                "skip_reason": "Dependency not found on PyPI and could not be audited: jinja2",
            },
        ],
        "fixes": [],
    }
    (tmp_path / "pip_audit.py").write_text(f"print({json.dumps(report)!r})")
    done = run("audit", lock, PYTHONPATH=str(tmp_path))
    assert f"{lock}: NOT AUDITED" in done.stdout
    assert "not found on PyPI" in done.stdout
    assert done.returncode == 2


def test_audit_of_a_lock_that_is_missing_does_not_blame_the_service():
    done = run("audit", "none.txt")
    assert done.stderr == "none.txt is not there: name a lock, as requirements.txt.\n"
    assert (done.stdout, done.returncode) == ("", 2)


def test_audit_finds_what_it_can_before_a_lock_that_is_missing(lock, database):
    done = run("audit", "--database", database(ADVISORY), lock, "none.txt")
    assert "none.txt is not there" in done.stderr
    assert done.returncode == 1


def events(*pairs):
    return {"ranges": [{"type": "ECOSYSTEM", "events": [{kind: bound} for kind, bound in pairs]}]}


TWICE = events(("introduced", "2"), ("fixed", "2.5"), ("introduced", "1"), ("fixed", "1.5"))


@pytest.mark.parametrize(
    ("entry", "version", "affected"),
    [
        ({"versions": ["1.0"]}, "1", True),
        ({"versions": ["1.0"]}, "1.0.post1", False),
        ({"versions": ["2004d"]}, "2004d", True),
        (events(("introduced", "0")), "0.dev1", True),
        (TWICE, "0.9", False),
        (TWICE, "1", True),
        (TWICE, "1.5", False),
        (TWICE, "2.4.9", True),
        (TWICE, "2.5rc1", True),
        (TWICE, "2.5", False),
        (events(("introduced", "1"), ("last_affected", "1.10")), "1.10", True),
        (events(("introduced", "1"), ("last_affected", "1.10")), "1.11", False),
        (events(("introduced", "0"), ("limit", "2")), "2", False),
        (events(("introduced", "0"), ("limit", "2")), "1", True),
        (events(("introduced", "of old")), "1", True),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, "1", False),
        ({}, "1", False),
    ],
)
def test_is_affected_follows_the_osv_schema(entry, version, affected):
    assert is_affected(entry, version) is affected
