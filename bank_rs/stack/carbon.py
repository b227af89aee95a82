import re
import socket
import time
from configparser import ConfigParser
from contextlib import suppress
from pathlib import Path
from typing import Final

from bank_rs.settings import Settings

SOURCES: Final = Path("graphite")
PROBE: Final = "carbon.ready"
"""A metric under carbon's own prefix, so that it meets no panel and its file is small."""

_SLOT: Final = slice(20, 24)
"""Where the header of a whisper file has the seconds of its finest slot, as a big-endian number."""
_DRAIN_SECONDS = 5.0
_POLL_SECONDS = 0.05


def graphite_folder(settings: Settings) -> Path:
    """Folder of Graphite's configuration, database and metrics."""
    return settings.state_dir.absolute() / "graphite"


def write_configuration(settings: Settings) -> Path:
    """Write carbon's three files with the settings in place of the defaults; return the folder."""
    carbon, schemas = _read("carbon.conf"), _read("storage-schemas.conf")
    carbon["cache"]["LINE_RECEIVER_INTERFACE"] = settings.host
    carbon["cache"]["LINE_RECEIVER_PORT"] = str(settings.graphite_port)
    carbon["cache"]["CACHE_QUERY_PORT"] = str(settings.carbon_query_port)
    _, _, coarser = schemas["default"]["retentions"].partition(":")
    schemas["default"]["retentions"] = f"{settings.metrics_interval}s:{coarser}"
    folder = graphite_folder(settings) / "conf"
    folder.mkdir(parents=True, exist_ok=True)
    for name, parser in (
        ("carbon.conf", carbon),
        ("storage-schemas.conf", schemas),
        ("storage-aggregation.conf", _read("storage-aggregation.conf")),
    ):
        with (folder / name).open("w") as file:
            parser.write(file)
    return folder


def slot_kept(settings: Settings) -> int:
    """Seconds of the finest slot of the service's series on disk, the widest of them; 0 for none.

    A series keeps the archives it was made with, whatever the settings say later. Series that have
    a rule of their own have nothing to do with the interval.
    """
    whisper = graphite_folder(settings) / "whisper"
    rules = _read("storage-schemas.conf")
    series = whisper.joinpath(*settings.metrics_prefix.split(".")).rglob("*.wsp")
    files = (file for file in series if _rule_of(file.relative_to(whisper), rules) == "default")
    return max(map(_finest_slot, files), default=0)


def send_probe(settings: Settings) -> None:
    """Send carbon one point of a metric of its own; raises OSError where nobody listens."""
    address = (settings.graphite_host, settings.graphite_port)
    with socket.create_connection(address, timeout=2) as carbon:
        carbon.sendall(f"{PROBE} 1 {int(time.time())}\n".encode())


def drain(settings: Settings) -> None:
    """Wait until carbon has written what it was sent before, as it will not do so when it ends.

    Its writer looks into the cache once a second and leaves at SIGTERM without another look
    (``writeForever`` in carbon 1.1.10). One look empties the whole cache, so a point sent now that
    reaches its file shows that those before it reach theirs.
    """
    file = graphite_folder(settings).joinpath("whisper", *PROBE.split(".")).with_suffix(".wsp")
    with suppress(OSError):
        before = file.stat().st_mtime_ns
        send_probe(settings)
        deadline = time.monotonic() + _DRAIN_SECONDS
        while file.stat().st_mtime_ns == before and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)


def _rule_of(series: Path, rules: ConfigParser) -> str:
    """The first rule that fits, as carbon takes it."""
    name = ".".join(series.with_suffix("").parts)
    return next(rule for rule in rules.sections() if re.search(rules[rule]["pattern"], name))


def _finest_slot(series: Path) -> int:
    with series.open("rb") as file:
        return int.from_bytes(file.read(_SLOT.stop)[_SLOT], "big")


def _read(name: str) -> ConfigParser:
    parser = ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keep the capitals
    parser.read_string((SOURCES / name).read_text())
    return parser
