"""Make the two virtual environments, from hashed locks only, each when its lock changed.

Graphite has an environment of its own because it needs an older Django than the service could
live with. Needs nothing but the standard library.
"""

import argparse
import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEARTBEAT_SECONDS = 10
TAIL_LINES = 15


class BootstrapError(Exception):
    """An environment could not be made; the message says why and how to cure it."""


@dataclass(frozen=True)
class Install:
    """One call of pip; in place if it may be repeated without making the environment anew.

    A changed lock is not: pip would keep the packages that the lock dropped.
    """

    source: Path
    arguments: tuple[str, ...]
    in_place: bool = False

    @property
    def mark(self) -> str:
        """The stamp's line: the file's name and hash."""
        return f"{self.source.name} {hashlib.sha256(self.source.read_bytes()).hexdigest()}"


@dataclass(frozen=True)
class Environment:
    """A virtual environment, the installs that fill it and what pip's builds need around them."""

    folder: Path
    installs: tuple[Install, ...]
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """The file that says what was installed; written last, so half an environment has none."""
        return self.folder / "installed.txt"

    @property
    def mark(self) -> str:
        """The stamp's first line: an environment can neither move nor change its Python."""
        return f"{self.folder} {sys.version.split()[0]}"

    def missing(self) -> tuple[Install, ...]:
        """Return the installs to be done: all of them when the environment must be made anew."""
        if not (self.python.exists() and self.stamp.exists()):
            return self.installs
        done = self.stamp.read_text().splitlines()
        known = {mark.split()[0] for mark in done}
        todo = tuple(install for install in self.installs if install.mark not in done)
        stale = any(step.source.name in known and not step.in_place for step in todo)
        return self.installs if stale or self.mark not in done else todo

    def make(self) -> None:
        """Bring the folder up to date and say each step; raises `BootstrapError`."""
        todo = self.missing()
        if not todo:
            return
        begin = time.monotonic()
        kept = [] if todo == self.installs else self.stamp.read_text().splitlines()
        if not kept:
            self._create()
        for install in todo:
            self._install(install)
        renewed = {install.source.name for install in todo}
        marks = [mark for mark in kept if mark.split()[0] not in renewed] or [self.mark]
        self.stamp.write_text("\n".join([*marks, *(step.mark for step in todo)]) + "\n")
        say(self.folder, f"ready in {time.monotonic() - begin:.0f} s")

    def _create(self) -> None:
        say(self.folder, "creating")
        self._run([sys.executable, "-m", "venv", "--clear", str(self.folder)], "venv")

    def _install(self, install: Install) -> None:
        count = 0 if install.in_place else install.source.read_text().count("==")
        say(self.folder, f"installing {install.source.name}" + f", {count} packages" * (count > 1))
        pip = [str(self.python), "-m", "pip", "install", "--no-input", "--progress-bar=off"]
        self._run([*pip, *install.arguments], "pip", count)

    def _run(self, command: list[str], name: str, count: int = 0) -> None:
        clean = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"}
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **clean, **self.variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            lines = self._follow(process.stdout or (), count)
        if process.returncode:
            tail = "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])
            raise BootstrapError(
                f"{tail}\n{self.folder.name}: {name} failed as shown above; "
                "mend that, often the network, and run the same command again."
            )

    def _follow(self, output: Iterable[str], count: int) -> list[str]:
        lines: list[str] = []
        said = time.monotonic()
        found = 0
        for line in output:
            lines.append(line.rstrip())
            found += line.startswith(("Collecting ", "Processing "))
            if count > 1 and line.startswith("Installing collected"):
                say(self.folder, "all fetched, unpacking")
            elif count and time.monotonic() - said > HEARTBEAT_SECONDS:
                said = time.monotonic()
                say(self.folder, f"{min(found, count)} of {count} packages fetched")
        return lines


def say(folder: Path, message: str) -> None:
    """Print one line of progress."""
    sys.stdout.write(f"{folder.name}: {message}\n")  # in one piece, as two threads write
    sys.stdout.flush()


def environments(*, dev: bool) -> list[Environment]:
    """Return the service's environment and Graphite's."""
    locks = [
        "requirements.txt",
        "requirements-build.txt",
        *(["requirements-dev.txt"] if dev else []),
    ]
    build = ("--no-deps", "--no-build-isolation")
    service = Environment(
        ROOT / ".venv",
        (
            *(locked(ROOT / name) for name in locks),
            Install(ROOT / "pyproject.toml", (*build, "--editable", "."), in_place=True),
        ),
    )
    graphite = Environment(
        ROOT / ".venv-graphite",
        (
            locked(ROOT / "graphite" / "requirements-build.txt"),
            locked(ROOT / "graphite" / "requirements.txt", "--no-build-isolation"),
        ),
        # Without the first, Graphite's setup.py installs to /opt; the second makes it build at all.
        {"GRAPHITE_NO_PREFIX": "True", "PYTHONPATH": str(ROOT / "graphite")},
    )
    return [service, graphite]


def locked(lock: Path, *more: str) -> Install:
    """Return the install of a hashed lock."""
    return Install(lock, ("--require-hashes", *more, "--requirement", str(lock)))


def make_all(wanted: list[Environment]) -> None:
    """Make the environments at the same time; a second run beside this one waits its turn."""
    with Path(__file__).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(ROOT, "another make is preparing the environments; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        with ThreadPoolExecutor() as pool:
            for future in [pool.submit(environment.make) for environment in wanted]:
                future.result()


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also install what the tests need")
    arguments = parser.parse_args()
    if importlib.util.find_spec("ensurepip") is None:  # Debian ships it in a package of its own
        package = f"python3.{sys.version_info.minor}-venv"
        sys.exit(f"{sys.executable} cannot make virtual environments: apt install {package}.")
    try:
        make_all(environments(dev=arguments.dev))
    except BootstrapError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
