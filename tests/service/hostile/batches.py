"""Bodies for the route that takes many records."""

import json
from collections.abc import Iterator

from tests.service.hostile.case import MARKER
from tests.service.hostile.records import MIB, RECORD, Body
from tests.service.hostile.records import bodies as record_bodies

MOST = 10_000

_READ = frozenset({200})
_MALFORMED = frozenset({400})
_TOO_MANY = frozenset({422})
_TOO_LARGE = frozenset({413})


def arrays() -> Iterator[Body]:
    """JSON arrays."""
    for name, body, _ in record_bodies():
        yield f"of-{name}", b"[%b,%b]" % (RECORD, body), frozenset({200, 400, 413, 422})
    faults = {
        "empty": b"",
        "object": RECORD,
        "number": b"7",
        "null": b"null",
        "open": b"[",
        "cut": b"[" + RECORD,
        "trailing-comma": b"[%b,]" % RECORD,
        "leading-comma": b"[,%b]" % RECORD,
        "no-comma": b"[%b %b]" % (RECORD, RECORD),
        "after-the-end": b"[%b]%b" % (RECORD, MARKER.encode()),
        "two-arrays": b"[][]",
        "closed-twice": b"[]]",
        "deep": b"[" * 100_000,
        "deep-in-a-record": b'[{"a":' * 100_000,
        "utf-16": "[]".encode("utf-16"),
        "nul": b"[\0]",
        "digits": b"[" + b"7" * 10_000 + b"]",
    }
    for name, body in faults.items():
        yield name, body, _MALFORMED
    kinds = {"null": b"null", "array": b"[]", "nan": b"NaN", "text": b'"%b"' % MARKER.encode()}
    for name, item in kinds.items():
        yield f"10000-of-{name}", b"[%b]" % b",".join([item] * MOST), _READ
    yield "10001-records", b"[%b]" % b",".join([b"{}"] * (MOST + 1)), _TOO_MANY
    yield "millions-of-items", b"[%b0]" % (b"0," * (4 * MIB)), _TOO_MANY
    yield "blanks-of-10-MiB", b"[" + b" " * (10 * MIB - 2) + b"]", _READ
    yield "array-of-10-MiB-in-it", b"[[%b0]]" % (b"0," * (5 * MIB - 3)), _READ
    yield "text-of-10-MiB-in-it", b'["%b"]' % (b"x" * (10 * MIB - 4)), _READ
    yield "11-MiB", b"[%b]" % (b" " * 11 * MIB), _TOO_LARGE


def lines() -> Iterator[Body]:
    """Newline-delimited JSON."""
    for name, body, _ in record_bodies():
        yield f"of-{name}", b"%b\n%b\n" % (RECORD, body), frozenset({200, 413, 422})
    found = {
        "empty": (b"", _READ),
        "blank-lines": (b"\n \n\r\n\t\n", _READ),
        "carriage-returns": (RECORD + b"\r" + RECORD, _READ),
        "no-last-line-feed": (RECORD + b"\n" + RECORD, _READ),
        "array": (b"[%b]" % RECORD, _READ),
        "line-separators": ("\u2028\u2029\x85".encode() * 1_000, _READ),
        "nul-lines": (b"\0\n" * 1_000, _READ),
        "record-over-lines": (json.dumps({"a": {"b": MARKER}}, indent=1).encode(), _READ),
        "10001-lines": (b"{}\n" * (MOST + 1), _TOO_MANY),
        "millions-of-lines": (b"0\n" * (5 * MIB), _TOO_MANY),
        "millions-of-line-feeds": (b"\n" * (10 * MIB), _READ),
        "line-of-10-MiB": (b"7" * (10 * MIB), _READ),
        "11-MiB": (b"\n" * (11 * MIB), _TOO_LARGE),
    }
    for name, (body, allowed) in found.items():
        yield name, body, allowed
