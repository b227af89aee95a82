"""The service against its own document: requests made from it, right ones and wrong ones."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
import schemathesis
from schemathesis.engine import events, from_schema
from schemathesis.python.asgi import shutdown_lifespans

from bank_rs.service.api import create_app

# schemathesis lets Hypothesis write down a case in full, however large it is
pytestmark = pytest.mark.filterwarnings(
    "ignore:Generating overly large repr:hypothesis.errors.HypothesisWarning"
)

LEAST = 5_000
BATCH = "POST /predict/batch"
CONFIG = {
    "seed": 20160528,
    "continue-on-failure": True,
    # a machine may be busy
    "suppress-health-check": ["all"],
    "generation": {"max-examples": 200, "database": "none", "deterministic": True},
    "checks": {
        # neither the calendar nor the order of months can be told in JSON Schema
        "positive_data_acceptance": {"enabled": False},
        "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "503"]},
    },
    "operations": [
        # a record that is refused has its problem in an answer of 200
        {"include-name": BATCH, "checks": {"negative_data_rejection": {"enabled": False}}}
    ],
}


@dataclass
class Findings:
    """What came of all cases."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    checks: set[str] = field(default_factory=set)
    failures: list[tuple[str, str]] = field(default_factory=list)
    """Name of the check, and what it says."""

    def add(self, recorder) -> None:
        self.cases[recorder.label] += len(recorder.cases)
        for interaction in recorder.interactions.values():
            self.statuses[interaction.response.status_code] += 1
        for case_id, checks in recorder.checks.items():
            for check in checks:
                self.checks.add(check.name)
                if check.failure_info:
                    case = recorder.cases[case_id].value.as_curl_command()
                    told = f"{recorder.label}: {check.failure_info.failure.message}\n{case}"
                    self.failures.append((check.name, told))


@pytest.fixture(scope="module")
def findings(settings):
    config = schemathesis.Config.from_dict(CONFIG)
    found = Findings()
    try:
        schema = schemathesis.openapi.from_asgi(
            "/openapi.json", create_app(settings), config=config
        )
        for event in from_schema(schema).execute():
            assert not isinstance(event, events.FatalError), event.exception
            assert not isinstance(event, events.NonFatalError), event.value
            if isinstance(event, events.ScenarioFinished):
                found.add(event.recorder)
    finally:
        shutdown_lifespans()
    return found


def test_cases_are_enough_and_of_every_operation(findings, client):
    paths = client.get("/openapi.json").json()["paths"]
    operations = {f"{method.upper()} {path}" for path in paths for method in paths[path]}
    assert set(findings.cases) == operations
    assert min(findings.cases.values()) > 0
    assert findings.cases.total() >= LEAST
    assert set(findings.statuses) <= {200, 400, 405, 415, 422, 503}
    assert min(findings.statuses[200], findings.statuses[422]) > LEAST / 10


@pytest.mark.parametrize(
    "check",
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "unsupported_method",
    ],
)
def test_no_case_fails_the_check(findings, check):
    assert check in findings.checks
    assert [told for name, told in findings.failures if name == check] == []


def test_no_case_fails_any_other_check(findings):
    assert {name for name, _ in findings.failures} == set()
