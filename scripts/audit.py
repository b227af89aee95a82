"""Look the packages of hashed locks up among known vulnerabilities.

pip-audit asks the advisory service. Without a network a file answers: PyPI/all.zip of osv.dev,
fetched where there is one. Exits with 0 when no package is known to be vulnerable, with 1 when one
is, and with 2 when that cannot be told.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from locks import LockError, read_lock
from osv import Database, DatabaseError, Vulnerability

VULNERABLE = 1
UNKNOWN = 2


@dataclass(frozen=True)
class Answer:
    """What is known of a lock: of how many packages, and why not of the others."""

    packages: int
    found: tuple[Vulnerability, ...] = ()
    unanswered: str = ""

    @property
    def status(self) -> int:
        """The exit status it calls for."""
        return VULNERABLE if self.found else UNKNOWN if self.unanswered else 0


def ask_service(lock: Path) -> Answer:
    """Return what pip-audit hears from the advisory service of the pins this Python needs."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock)]
    command += ["--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    command += ["--format", "json", "--desc", "on", "--aliases", "on"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stderr.strip().splitlines() or [f"pip-audit ended with {done.returncode}"]
    return read_report(done.stdout, said[-1])


def read_report(report: str, complaint: str) -> Answer:
    """Return what a report of pip-audit says; without one, its complaint is why."""
    if not report.strip():
        return Answer(0, unanswered=complaint)
    packages = json.loads(report)["dependencies"]
    # Of a package that the service does not know, pip-audit says so and ends with 0.
    skipped = [package["skip_reason"] for package in packages if "skip_reason" in package]
    found = tuple(
        Vulnerability(
            f"{package['name']} {package['version']}",
            (advisory["id"], *advisory["aliases"]),
            tuple(advisory["fix_versions"]),
            advisory["description"],
        )
        for package in packages
        for advisory in package.get("vulns", ())
    )
    return Answer(len(packages) - len(skipped), found, "; ".join(skipped[:1]))


def look_up(lock: Path, database: Database) -> Answer:
    """Return what a file knows of every pin, also of those that only other platforms need."""
    pins = read_lock(lock)
    return Answer(
        len(pins), tuple(one for pin in pins for one in database.known(pin.name, pin.version))
    )


def say(lock: Path, answer: Answer) -> None:
    """Print what is known of a lock."""
    for vulnerability in answer.found:
        print(f"{lock}: {vulnerability}")
    if answer.unanswered:
        print(
            f"{lock}: NOT AUDITED, or not in full: the advisory service cannot be asked or does "
            f"not know a package ({answer.unanswered}). Without a network, fetch PyPI/all.zip of "
            "osv.dev elsewhere and run 'make audit DATABASE=all.zip'."
        )
    else:
        print(f"{lock}: {answer.packages} packages, {len(answer.found)} known vulnerabilities")


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, help="a zip of OSV advisories to ask instead")
    parser.add_argument("locks", type=Path, nargs="+", metavar="LOCK")
    arguments = parser.parse_args()
    statuses = set()
    try:
        database = arguments.database and Database(arguments.database)
        if database:
            print(f"{database.count} advisories, the newest of {database.newest[:10]}")
        for lock in arguments.locks:
            read_lock(lock)
            answer = look_up(lock, database) if database else ask_service(lock)
            say(lock, answer)
            statuses.add(answer.status)
    except (LockError, DatabaseError) as error:
        print(error, file=sys.stderr)
        statuses.add(UNKNOWN)
    sys.exit(VULNERABLE if VULNERABLE in statuses else max(statuses))


if __name__ == "__main__":
    main()
