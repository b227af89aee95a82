import subprocess
from pathlib import Path

import httpx2

from bank_rs.errors import BankRsError
from bank_rs.settings import Settings
from bank_rs.stack.carbon import (
    PROBE,
    SOURCES,
    drain,
    graphite_folder,
    send_probe,
    slot_kept,
    write_configuration,
)
from bank_rs.stack.process import Process
from bank_rs.stack.supervisor import Supervisor

_START_SECONDS = 90.0


class GraphiteError(BankRsError):
    """Graphite cannot run on this machine as it is set up."""


def check_graphite(settings: Settings) -> None:
    """Raise `GraphiteError` if it lacks its environment or cairo, or cannot keep the interval."""
    python = _python(settings)
    if not python.exists():
        raise GraphiteError(f"{settings.graphite_venv} is missing: 'make run' makes it.")
    command = (python, "-c", "import cairocffi")
    if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603
        raise GraphiteError(
            "Graphite needs the cairo library, which was not found: install it with "
            "'apt install libcairo2' on Debian or Ubuntu, 'brew install cairo' on macOS."
        )
    if settings.metrics_interval >= 60 or 60 % settings.metrics_interval:
        raise GraphiteError(
            f"BANK_RS_METRICS_INTERVAL is {settings.metrics_interval}, but Graphite rolls it up "
            "to minutes: choose a smaller divisor of 60, such as 10."
        )
    if (slot := slot_kept(settings)) > settings.metrics_interval:
        raise GraphiteError(
            f"{graphite_folder(settings)} keeps one value in {slot} s, so values would be lost: "
            f"set BANK_RS_METRICS_INTERVAL to {slot}, or move that folder away to start anew."
        )


def start_carbon(supervisor: Supervisor, settings: Settings) -> Process:
    """Start carbon-cache, which receives and stores the metrics; it ends with an empty cache."""
    configuration = write_configuration(settings) / "carbon.conf"
    pid_file = graphite_folder(settings) / "carbon.pid"
    # One left by a killed stack makes carbon refuse to start once another process has that pid.
    pid_file.unlink(missing_ok=True)
    script = settings.graphite_venv.absolute() / "bin" / "carbon-cache.py"
    options = ("--nodaemon", f"--config={configuration}", f"--pidfile={pid_file}")
    command = (_python(settings), script, *options, "start")
    folder, variables = graphite_folder(settings), _variables(settings)
    return supervisor.start("carbon", command, folder, variables, lambda: drain(settings))


def start_web(supervisor: Supervisor, settings: Settings) -> Process:
    """Bring graphite-web's database up to date and start graphite-web."""
    python, folder, variables = _python(settings), graphite_folder(settings), _variables(settings)
    migrate = (python, "-m", "django", "migrate", "--noinput", "--run-syncdb")
    migration = supervisor.start("graphite-migrate", migrate, folder, variables)
    supervisor.finish(migration, _START_SECONDS)
    listen = f"--listen={settings.host}:{settings.graphite_web_port}"
    serve = (python, "-m", "waitress", listen, "--threads=4", "graphite.wsgi:application")
    return supervisor.start("graphite-web", serve, folder, variables)


def await_graphite(supervisor: Supervisor, web: Process, settings: Settings) -> None:
    """Wait until a point sent to carbon comes back from graphite-web."""
    supervisor.await_ready(web, lambda: _round_trip(settings), _START_SECONDS)


def _round_trip(settings: Settings) -> bool:
    url = f"{settings.address(settings.graphite_web_port)}/render"
    query = {"target": PROBE, "from": "-10min", "format": "json"}
    try:
        send_probe(settings)
        series = httpx2.get(url, params=query, timeout=2, trust_env=False).json()
    except (OSError, ValueError, httpx2.HTTPError):
        return False
    return any(value is not None for one in series for value, _ in one["datapoints"])


def _variables(settings: Settings) -> dict[str, str]:
    folder = graphite_folder(settings)
    (folder / "whisper").mkdir(parents=True, exist_ok=True)
    return {
        "GRAPHITE_ROOT": str(folder),
        "GRAPHITE_CONF_DIR": str(folder / "conf"),
        "GRAPHITE_STORAGE_DIR": str(folder),
        "GRAPHITE_SETTINGS_MODULE": "local_settings",
        "DJANGO_SETTINGS_MODULE": "graphite.settings",
        "PYTHONPATH": str(SOURCES.absolute()),
    }


def _python(settings: Settings) -> Path:
    return settings.graphite_venv.absolute() / "bin" / "python"
