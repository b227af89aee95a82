"""Requests with a sound frame whose headers, address or query is odd."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from tests.service.hostile.case import ANSWERED, MARKER, Case, Headers, message
from tests.service.hostile.records import RECORD

RECORD_ROUTES: Final = ("/predict", "/predict_proba", "/recommend", "/explain")
QUERIED: Final = (*RECORD_ROUTES, "/predict/batch", "/random", "/products")

_READ = frozenset({200})
_UNKNOWN_TYPE = frozenset({415})
_BROKEN = frozenset({422})
_MARKED = quote(MARKER)


def heads() -> Iterator[Case]:
    """Headers, addresses, queries and methods."""
    for name, (headers, allowed) in _headers().items():
        yield Case(f"header-{name}", message(RECORD, headers=headers), allowed)
    for kind in (
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=b",
        "json",
        MARKER,
    ):
        for path in (*RECORD_ROUTES, "/predict/batch"):
            given = {"Content-Type": kind}
            yield Case(f"type-{path}-{kind}", message(RECORD, path, given), _UNKNOWN_TYPE)
    yield from _queries()
    yield from _addresses()
    yield from _methods()


def _headers() -> Mapping[str, tuple[Headers, frozenset[int]]]:
    types = {
        "type-none": ({"Content-Type": ""}, _READ),
        "type-json-of-a-vendor": ({"Content-Type": "application/vnd.x+json"}, _READ),
        "type-charset": ({"Content-Type": f"application/json; charset={MARKER}"}, _READ),
        "type-bytes": ({"Content-Type": b"\xff\xfe"}, _UNKNOWN_TYPE),
        "type-long": ({"Content-Type": "a" * 60_000}, _UNKNOWN_TYPE),
        "type-lines": ({"Content-Type": "application/x-ndjson"}, _UNKNOWN_TYPE),
    }
    many = {f"X-{place}": MARKER for place in range(1_000)}
    others = {
        "thousand": many,
        "of-60-kB": {"X-Long": MARKER * 5_000},
        "of-1-MB": {"X-Long": "x" * 1_000_000},
        "name-of-60-kB": {"x" * 60_000: MARKER},
        "host-none": {"Host": ""},
        "host-marked": {"Host": f"{MARKER}.example"},
        "host-bytes": {"Host": b"\xff\xfe\xfd"},
        "host-with-user": {"Host": "a:b@c:99999999"},
        "id-long": {"X-Request-ID": "ESMERALDA" * 50},
        "id-marked": {"X-Request-ID": MARKER},
        "id-bytes": {"X-Request-ID": b"ESMERALDA\xff\x80"},
        "id-tab": {"X-Request-ID": "ESMERALDA\ta"},
        "id-json": {"X-Request-ID": '","level":"ESMERALDA'},
        "language-long": {"Accept-Language": "es," * 20_000 + MARKER},
        "language-marked": {"Accept-Language": MARKER},
        "language-bytes": {"Accept-Language": b"\xd1\x80\xd1\x83;q=\xff"},
        "language-weight": {"Accept-Language": "en;q=" + "9" * 5_000},
        "language-star": {"Accept-Language": "*;q=0"},
        "language-commas": {"Accept-Language": "," * 60_000},
        "language-nested": {"Accept-Language": "en-" + "a-" * 10_000},
        "accept": {"Accept": MARKER},
        "encoding": {"Accept-Encoding": MARKER, "Content-Encoding": MARKER},
        "range": {"Range": "bytes=0-" + "9" * 1_000},
        "condition": {"If-None-Match": MARKER, "If-Modified-Since": MARKER},
        "cookie": {"Cookie": f"a={MARKER}; " * 1_000},
        "authorization": {"Authorization": f"Bearer {MARKER}"},
        "authorization-bytes": {"Authorization": b"bearer \xff\x80"},
        "key": {"X-API-Key": MARKER},
        "forwarded": {"X-Forwarded-For": MARKER, "Forwarded": f"for={MARKER}"},
        "forwarded-host": {"X-Forwarded-Host": MARKER, "X-Forwarded-Proto": MARKER},
        "override": {"X-HTTP-Method-Override": "DELETE", "X-Original-URL": f"/{MARKER}"},
        "connection": {"Connection": MARKER},
        "referer": {"Referer": f"javascript:{MARKER}", "User-Agent": f"() {{ :; }}; {MARKER}"},
    }
    return types | {name: (headers, _READ) for name, headers in others.items()}


def _queries() -> Iterator[Case]:
    broken = {
        "lang-marked": f"lang={_MARKED}",
        "lang-empty": "lang=",
        "lang-list": "lang[]=en",
        "lang-nul": "lang=en%00",
        "lang-bytes": "lang=%ff%fe",
        "lang-capital": "lang=RU",
        "name-marked": f"{quote(MARKER + 'n' * 40)}=1",
        "name-empty": "=1",
        "name-nul": "%00=%00",
        "name-bytes": "%ff=1",
        "names-10000": "&".join(f"n{place}=1" for place in range(5_000)),
        "long": f"lang={'x' * 60_000}",
        "no-value": "x",
    }
    odd = {
        "ampersands": "&" * 10_000,
        "equals": "=" * 10_000,
        "percent": "%",
        "percent-text": "%zz=%",
        "semicolon": "lang=en;lang=ru",
        "lang-twice": "lang=en&lang=es",
        "question-marks": "?" * 1_000,
    }
    for path in QUERIED:
        for name, query in broken.items():
            yield _queried(path, name, query, _BROKEN)
        for name, query in odd.items():
            yield _queried(path, name, query, ANSWERED)
    numbers = ("-1", "1e3", "nan", "inf", "1e999", "9" * 5_000, "", "0x1", "%D9%A3", "1_0", _MARKED)
    for path, name in (("/recommend", "k"), ("/explain", "k"), ("/random", "seed")):
        for number in numbers:
            yield _queried(path, f"{name}={number[:9]}", f"{name}={number}", ANSWERED)
    for number in numbers:
        query = f"threshold={number}"
        yield _queried("/predict_proba", query[:19], query, ANSWERED)


def _queried(path: str, name: str, query: str, allowed: frozenset[int]) -> Case:
    body = b"[]" if path.endswith("batch") else RECORD
    get = path in {"/random", "/products"}
    method, sent = ("GET", b"") if get else ("POST", body)
    return Case(f"query-{path}-{name}", message(sent, f"{path}?{query}", method=method), allowed)


def _addresses() -> Iterator[Case]:
    paths = {
        "nul": "/%00",
        "bytes": "/%ff%fe",
        "marked": f"/{_MARKED}",
        "script": f"/<script>{_MARKED}</script>",
        "long": "/" + "a" * 60_000,
        "segments": "/a" * 20_000,
        "slashes": "/" * 10_000,
        "up": "/../../../etc/passwd",
        "static-up": "/static/../../../../etc/passwd",
        "static-up-encoded": "/static/%2e%2e%2f%2e%2e%2fapi.py",
        "static-nul": "/static/VERSIONS.txt%00.js",
        "static-backslash": "/static/..%5c..%5capi.py",
        "static-long": "/static/" + "a" * 5_000,
        "static-deep": "/static" + "/a" * 5_000,
        "static-folder": "/static/",
        "double-slash": "//predict",
        "slash-behind": "/predict/",
        "encoded-slash": "/predict%2Fbatch",
        "matrix": f"/predict;a={_MARKED}",
        "encoded-twice": "/%2570redict",
        "capital": "/PREDICT",
        "dot": "/./predict",
        "absolute": "http://elsewhere.example/predict",
        "absolute-file": "file:///etc/passwd",
        "star": "*",
        "no-slash": "predict",
        "fragment": f"/predict#{_MARKED}",
        "bracket": "/[::1]",
        "percent": "/%",
        "php": "/index.php?s=/Index/\\think",
        "env": "/.env",
        "git": "/.git/config",
    }
    for name, path in paths.items():
        http = name not in {"star", "no-slash", "absolute", "absolute-file", "percent", "php"}
        yield Case(f"path-{name}", message(method="GET", target=path), ANSWERED, http=http)
    for byte in (b"\x00", b"\x01", b"\x7f", b"\xd0\x96", b"\xff", b"\t", b'"', b"\\"):
        yield Case(f"path-byte-{byte!r}", message(method="GET", target=b"/a" + byte), http=False)


def _methods() -> Iterator[Case]:
    paths = ("/", "/random", "/model", "/products", "/health/live", "/docs", "/openapi.json")
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "QUERY"):
        for path in (*paths, *RECORD_ROUTES, "/predict/batch"):
            payload = message(RECORD, path, method=method)
            yield Case(f"method-{method}-{path}", payload, frozenset({405, 400}), http=False)
    for path in (*RECORD_ROUTES, "/predict/batch"):
        for method in ("GET", "HEAD"):
            payload = message(method=method, target=path)
            yield Case(f"method-{method}-{path}", payload, frozenset({405}))
    for path in (*paths, "/health/ready", "/redoc"):
        for body in (b"", RECORD):
            got = message(body, path, method="GET")
            yield Case(f"get-{path}-{len(body)}", got, _READ)
