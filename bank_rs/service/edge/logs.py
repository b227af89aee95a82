"""Log records as lines of JSON that hold no client's data."""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

from bank_rs.service.edge.log_writer import LogWriter

_OWN: Final = ("bank_rs", "uvicorn")
_EXTRA: Final = ("request_id", "exception")
_COMPACT: Final = (",", ":")
_FRAMES: Final = 20
_STDERR: Final = 2


class JsonFormatter(logging.Formatter):
    """One record as one line of ASCII JSON: time, level, logger, message, exception.

    The message of an exception may repeat what a client sent, so its type and the places it went
    through are all that is written of it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its line feed."""
        message = record.getMessage()
        if record.name == "asyncio":
            # what follows its first line is the repr of an exception
            message = message.partition("\n")[0]
        entry: dict[str, Any] = {
            "time": _utc(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message.strip(),
        }
        if record.exc_info and record.exc_info[0]:
            entry["exception"] = described(record.exc_info[1], record.exc_info[2])
        entry |= {name: vars(record)[name] for name in _EXTRA if name in vars(record)}
        return json.dumps(entry, separators=_COMPACT)


class LineHandler(logging.Handler):
    """Hands each record to a `LogWriter` of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.writer = LogWriter(_STDERR, _lost)
        self.writer.start()
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Take one record."""
        try:
            self.writer.write(self.format(record) + "\n")
        except Exception:  # noqa: BLE001 - the rule of logging: a broken record breaks nothing else
            self.handleError(record)

    def flush(self) -> None:
        """Wait until the records taken so far are written, a second at most."""
        self.writer.flush()

    def close(self) -> None:
        """Write what waits and end."""
        self.writer.stop()
        super().close()


def described(error: BaseException | None, trace: TracebackType | None) -> dict[str, Any]:
    """An exception without its message.

    Returns
    -------
    dict
        ``type``, its qualified name; ``frames``, up to 20 places as ``file:line function``, the
        innermost last; ``cause``, the type of what it was raised from, where there is one.
    """
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    told: dict[str, Any] = {
        "type": _name(error),
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if error is not None and error.__cause__ is not None:
        told["cause"] = _name(error.__cause__)
    return told


def configure_logging() -> None:
    """Write every record of this process to standard error as a line of JSON.

    Records of this package and of uvicorn from INFO, of all others from WARNING; warnings and
    what no code caught are records too.
    """
    root = logging.getLogger()
    for handler in root.handlers[:]:
        root.removeHandler(handler)
        handler.close()
    root.addHandler(LineHandler())
    root.setLevel(logging.WARNING)
    for name in _OWN:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def log_end(error: BaseException) -> None:
    """Say what ends this process, the message included: no request's exception comes this far."""
    found = (type(error), error, error.__traceback__)
    logging.getLogger(__name__).critical("ended by %s: %s", _name(error), error, exc_info=found)


def line_writer() -> LogWriter:
    """The writer of `configure_logging`, or one that nobody else uses where it was not called."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, LineHandler):
            return handler.writer
    return LogWriter(_STDERR, _lost)


def _lost(lines: int) -> str:
    entry = {
        "time": _utc(datetime.now(UTC).timestamp()),
        "level": "warning",
        "logger": __name__,
        "message": f"{lines} lines were let go: whoever reads this log is too slow",
    }
    return json.dumps(entry, separators=_COMPACT) + "\n"


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _name(error: BaseException | None) -> str:
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__}"


def _log_uncaught(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    log_end(error)


def _log_uncaught_in_thread(uncaught: threading.ExceptHookArgs) -> None:
    if uncaught.exc_value is not None:
        name = uncaught.thread.name if uncaught.thread else "a thread"
        found = (uncaught.exc_type, uncaught.exc_value, uncaught.exc_traceback)
        logging.getLogger(__name__).error("thread %s ended", name, exc_info=found)
