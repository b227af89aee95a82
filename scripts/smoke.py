"""Check a running stack from outside, with nothing but the standard library.

Addresses and names come from the variables of .env.example, in the environment or in ./.env. So do
keys, for which no command is a place: BANK_RS_API_KEY, GRAFANA_ADMIN_USER, GRAFANA_ADMIN_PASSWORD.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

RECORD = {"ncodpers": 1, "fecha_dato": "2016-05-28", "ind_nuevo": 1, "ind_actividad_cliente": 1}
BOARDS = {"bank-rs-service", "bank-rs-products", "bank-rs-model"}
PREDICTIONS, PRODUCTS, ANSWER_SECONDS, POLL_SECONDS, CLOCKS_APART = 5, 24, 5.0, 0.5, 600
LOG = "its log says why"
PARTS = {
    "service": ("BANK_RS_PORT", 8000, "put one of its keys into BANK_RS_API_KEY"),
    "mlflow": ("BANK_RS_MLFLOW_PORT", 5000, "MLFLOW_ALLOWED_HOSTS has to name its address"),
    "graphite": ("BANK_RS_GRAPHITE_WEB_PORT", 8080, LOG),
    "grafana": ("GRAFANA_PORT", 3000, "GRAFANA_ADMIN_PASSWORD has to be that of its first start"),
}
LANES = (("graphite", "service", "metrics"), ("mlflow", "model"), ("grafana",))


class TroubleError(Exception):
    """Why a check is not ok; and the word for it, where that is not FAILED."""


class Smoke:
    """The checks; each returns what it saw."""

    def __init__(self, options: argparse.Namespace, given: dict[str, str]) -> None:
        self.options, self.deadline = options, time.monotonic() + options.seconds - 1
        self.name = given.get("BANK_RS_MODEL_NAME", "bank-rs")
        self.alias = given.get("BANK_RS_MODEL_ALIAS", "champion")
        self.prefix = given.get("BANK_RS_METRICS_PREFIX", "bank-rs")
        key, password = given.get("BANK_RS_API_KEY"), given.get("GRAFANA_ADMIN_PASSWORD")
        login = base64.b64encode(f"{given.get('GRAFANA_ADMIN_USER', 'admin')}:{password}".encode())
        self.keys = {"service": {"X-API-Key": key}} if key else {}
        self.keys |= {"grafana": {"Authorization": f"Basic {login.decode()}"}} if password else {}
        self.begin = int(time.time()) - CLOCKS_APART
        self.before, self.sent, self.version = -1.0, 0, ""

    def graphite(self) -> str:
        """Answers how much it has counted."""
        self.before = self._counted()
        return f"{self.before:g} predictions in the last {CLOCKS_APART // 60} minutes"

    def service(self) -> str:
        """Is ready, and answers with 0 or 1 for each of 24 products."""
        self._ask("service", "/health/ready", cure=f"not ready, and {LOG}")
        for _ in range(PREDICTIONS):
            offers = list(self._ask("service", "/predict", body=RECORD).values())
            self.sent += 1
            if len(offers) != PRODUCTS or not {0, 1}.issuperset(offers):
                raise TroubleError(f"/predict gives no {PRODUCTS} of 0 or 1: is it the service's?")
        return f"{self.sent} predictions, each offers {sum(offers)} of {PRODUCTS} products"

    def metrics(self) -> str:
        """Graphite counts the predictions made here, once the service has pushed them."""
        if self.before < 0 or not self.sent:
            raise TroubleError("needs graphite and a prediction of the service", "skipped")
        while (grown := self._counted() - self.before) < self.sent:
            why = f"{grown:g} of {self.sent} predictions have come under {self.prefix}: the service"
            self._wait(f"{why} may have another BANK_RS_METRICS_PREFIX, or not reach Graphite")
        return f"{grown:g} predictions more, under {self.prefix}"

    def mlflow(self) -> str:
        """Knows the champion and its run, and hands out the champion's file unharmed."""
        api, query = "/api/2.0/mlflow", urlencode({"name": self.name, "alias": self.alias})
        cure = f"{self.name} has no {self.alias}, which 'bank-rs register' makes"
        found = self._ask("mlflow", f"{api}/registered-models/alias?{query}", cure)["model_version"]
        self.version, run = found["version"], found["run_id"]
        self._ask("mlflow", f"{api}/runs/get?run_id={run}", "the champion's run is gone")
        query = urlencode({"name": self.name, "version": self.version})
        place = self._ask("mlflow", f"{api}/model-versions/get-download-uri?{query}")[
            "artifact_uri"
        ]
        place = re.sub("^mlflow-artifacts:(//[^/]*)?", f"{api}-artifacts/artifacts", place)
        cure = "the file is gone, or MLflow runs without --serve-artifacts"
        sha256 = hashlib.sha256(self._read("mlflow", f"{place}/model.skops", cure)).hexdigest()
        if {"key": "sha256", "value": sha256} not in found.get("tags", ()):
            raise TroubleError(f"{place} holds another file than was registered: {LOG}")
        return f"{self.alias} is version {self.version} of run {run}, its file unharmed"

    def model(self) -> str:
        """The service answers with that champion."""
        if not self.version:
            raise TroubleError("needs mlflow, which says what is to answer", "skipped")
        while True:
            alive = self._ask("service", "/")
            found = f"version {alive['model_version']} from {alive['model_source']}"
            if found == f"version {self.version} from registry":
                return f"{found} answers"
            self._wait(f"{found} answers, not version {self.version}: the service's log says why")

    def grafana(self) -> str:
        """Is well and has the dashboards; 'absent', and no failure, where it does not run."""
        health = self._ask("grafana", "/api/health")
        found = {one["uid"] for one in self._ask("grafana", "/api/search?type=dash-db")}
        if health["database"] != "ok" or not found >= BOARDS:
            raise TroubleError(f"lacks {sorted(BOARDS - found)}, or its database is ill: {LOG}")
        return f"version {health['version']}, {len(BOARDS)} dashboards"

    def report(self, check: str) -> bool:
        """Carry out a check, print its line and say whether all is well."""
        begin, status = time.monotonic(), "ok"
        try:
            seen = getattr(self, check)()
        except TroubleError as error:
            seen, status = (*error.args, "FAILED")[:2]
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            seen, status = f"an answer is not {check}'s ({error!r}): see the addresses", "FAILED"
        sys.stdout.write(f"{status:<8}{check:<10}{time.monotonic() - begin:4.1f} s  {seen}\n")
        return status in ("ok", "absent")

    def _counted(self) -> float:
        # a fixed time, so far to both sides that clocks may differ
        end = self.begin + 2 * CLOCKS_APART
        names = [f"{self.prefix}{part}.endpoint.predict.response_code.200" for part in ("", ".*")]
        query = urlencode({"target": names, "from": self.begin, "until": end}, doseq=True)
        series = self._ask("graphite", f"/render?format=json&noCache=1&{query}")
        return float(sum(value or 0 for one in series for value, _ in one["datapoints"]))

    def _wait(self, why: str) -> None:
        if time.monotonic() + POLL_SECONDS > self.deadline:
            raise TroubleError(why)
        time.sleep(POLL_SECONDS)

    def _ask(self, part: str, path: str, cure: str = LOG, body: object = None) -> Any:  # noqa: ANN401
        return json.loads(self._read(part, path, cure, body))

    def _read(self, part: str, path: str, cure: str = LOG, body: object = None) -> bytes:
        url, status = getattr(self.options, part).rstrip("/"), "FAILED"
        data = json.dumps(body).encode() if body else None
        near = re.match(r"https?://(127\.|\[|[^.]*$)", url)
        try:
            request = Request(url + path, data, {"Content-Type": "application/json"})  # noqa: S310
            for key in self.keys.get(part, {}).items():
                request.add_unredirected_header(*key)
            left = min(ANSWER_SECONDS, self.deadline - time.monotonic())
            opener = build_opener(ProxyHandler({} if near else None))
            with opener.open(request, timeout=max(left, 0.1)) as answer:
                return bytes(answer.read())
        except HTTPError as error:
            why = f"answers {error.code}: {PARTS[part][2] if error.code in (401, 403) else cure}"
        except (HTTPException, OSError, ValueError) as error:
            kind = type(getattr(error, "reason", error)).__name__
            why = f"gives no answer ({kind}): {LOG}, if --{part} says where it is"
            if kind in ("ConnectionRefusedError", "gaierror"):
                why = f"has nobody listening: 'make up' starts it, or --{part} says where it is"
                status = "absent" if part == "grafana" and not self.options.require else status
        raise TroubleError(f"{url}{path.partition('?')[0]} {why}", status)


def variables() -> dict[str, str]:
    """Return what the environment sets, or else .env."""
    text = Path(".env").read_text("utf-8-sig") if Path(".env").is_file() else ""
    line = r"^[ \t]*(?:export +)?(\w+)[ \t]*=[ \t]*(['\"]?)(.*?)\2[ \t]*(?:[ \t]#.*)?$"
    written = {name: value for name, _, value in re.findall(line, text, re.MULTILINE)}
    return {name: value for name, value in (written | dict(os.environ)).items() if value}


def read_options(given: dict[str, str]) -> argparse.Namespace:
    """Read the command line; addresses it leaves out are made of the variables."""
    checks = (f"  {check:<10}{getattr(Smoke, check).__doc__}" for lane in LANES for check in lane)
    text = "\n".join((f"{__doc__}\nchecks, all of which have to be ok or absent:", *checks))
    kind = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=text, formatter_class=kind)
    host = given.get("BANK_RS_HOST", "127.0.0.1").replace("0.0.0.0", "127.0.0.1")  # noqa: S104
    for part, (variable, port, _) in PARTS.items():
        url = f"http://{host}:{given.get(variable, port)}"
        parser.add_argument(f"--{part}", metavar="URL", default=url, help=f"{variable}; now {url}")
    parser.add_argument("--require", choices=["grafana"], help="what may not be absent")
    parser.add_argument("--seconds", type=float, default=60, help="for all checks: %(default)s")
    return parser.parse_args()


def main() -> int:
    """Run as a script."""
    given = variables()
    smoke = Smoke(read_options(given), given)
    with ThreadPoolExecutor() as pool:
        done = pool.map(lambda lane: [smoke.report(check) for check in lane], LANES)
    return 0 if all(map(all, done)) else 1


if __name__ == "__main__":
    sys.exit(main())
