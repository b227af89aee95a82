"""One line of JSON for each answered request."""

import time
from json import dumps
from typing import Any, Final

from starlette.types import Scope

from bank_rs.service.edge.log_writer import LogWriter

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_ERROR: Final = 500


class AccessLog:
    """Writes what was asked for and what came of it, and nothing of what a client sent.

    A path is written only where a route has it, as the route spells it: any other text in its
    place is the client's own.

    Parameters
    ----------
    writer
        Takes the lines.
    """

    def __init__(self, writer: LogWriter) -> None:
        self.writer = writer
        self._second = 0
        self._stamp = ""
        self._paths: dict[str, str] = {}

    def note(self, scope: Scope, status: int, milliseconds: float, size: int) -> None:
        """Write one line.

        Parameters
        ----------
        scope
            Of the request, as the routes left it: ``state`` holds ``request_id`` and, where known,
            ``key_id`` and ``model_version``.
        status
            HTTP status.
        milliseconds
            From the request's arrival to the last byte of its answer.
        size
            Bytes of the answer's body.
        """
        state = scope["state"]
        now = time.time()
        second = int(now)
        if second != self._second:
            self._second = second
            self._stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        method = scope["method"]
        more = _more(state) if "key_id" in state or "model_version" in state else ""
        self.writer.write(
            f'{{"time":"{self._stamp}.{int((now - second) * 1000):03d}Z",'
            f'"level":"{"info" if status < _ERROR else "error"}","logger":"access",'
            f'"request_id":"{state["request_id"]}",'
            f'"method":"{method if method in METHODS else "OTHER"}","path":{self._path(scope)},'
            f'"status":{status},"ms":{milliseconds:.3f},"bytes":{size}{more}}}\n'
        )

    def _path(self, scope: Scope) -> str:
        path = getattr(scope.get("route"), "path", None)
        if path is None:
            return self._path_without_route(scope)
        if path not in self._paths:
            self._paths[path] = dumps(path)
        return self._paths[path]

    def _path_without_route(self, scope: Scope) -> str:
        """What was refused before any route was asked, or has none."""
        path = scope["path"]
        routes = scope["app"].routes if "app" in scope else ()
        known = path in self._paths or any(getattr(r, "path", None) == path for r in routes)
        return dumps(path) if known else "null"


def _more(state: dict[str, Any]) -> str:
    known = (name for name in ("key_id", "model_version") if name in state)
    return "".join(f',"{name}":{dumps(state[name])}' for name in known)
