"""Bodies for a route that takes one record."""

import codecs
import gzip
import json
from collections.abc import Iterator, Sequence

from bank_rs.data.example import EXAMPLE_RECORD, EXAMPLE_RECORD_ENGLISH
from bank_rs.data.fields import PROFILE
from tests.service.hostile.case import MARKER
from tests.service.hostile.values import FIELDS, values

MIB = 2**20
RECORD = json.dumps(EXAMPLE_RECORD).encode()
LONG_NAME = MARKER + "n" * 40
"""A name too long to be repeated."""

_MALFORMED = frozenset({400})
_BROKEN = frozenset({422})
_TOO_LARGE = frozenset({413})
_READ = frozenset({200})
_EITHER = frozenset({200, 400, 422})

Body = tuple[str, bytes, frozenset[int]]
"""Name, bytes and the statuses of which the answer may have one."""


def bodies(fields: Sequence[str] = FIELDS) -> Iterator[Body]:
    """All of them, every one with its own name; in the given fields, each of `values`."""
    for field in fields:
        rest = json.dumps({k: v for k, v in EXAMPLE_RECORD.items() if k != field}).encode()
        for name, value in values().items():
            yield f"{field}={name}", _with(rest, field, value), _EITHER
    yield from _encoded()
    yield from _not_json()
    yield from _not_records()
    yield from _large()


def _with(record: bytes, name: str, value: bytes) -> bytes:
    return b'%b,"%b":%b}' % (record[:-1], name.encode(), value)


def _encoded() -> Iterator[Body]:
    text = RECORD.decode()
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-7", "cp037"):
        found = frozenset({200}) if encoding == "utf-7" else _MALFORMED
        yield f"in-{encoding}", text.encode(encoding), found
    yield "byte-order-mark", codecs.BOM_UTF8 + RECORD, _MALFORMED
    yield "gzip", gzip.compress(RECORD, mtime=0), _MALFORMED
    broken = {
        "ff": b"\xff",
        "continuation": b"\x80",
        "overlong": b"\xc0\xaf",
        "overlong-nul": b"\xc0\x80",
        "surrogate": b"\xed\xa0\x80",
        "cut": b"\xd0",
        "five-bytes": b"\xf8\x88\x80\x80\x80",
        "beyond-unicode": b"\xf4\x90\x80\x80",
        "latin-1": "España".encode("latin-1"),
        "cp1251": "Мадрид".encode("cp1251"),
    }
    for name, text in broken.items():
        yield f"utf-8-{name}", _with(RECORD, "nomprov", b'"%b"' % text), _MALFORMED
        yield f"utf-8-{name}-in-name", b'%b,"%b":1}' % (RECORD[:-1], text), _MALFORMED


def _not_json() -> Iterator[Body]:
    marked = MARKER.encode()
    faults = {
        "empty": b"",
        "blank": b" \r\n\t",
        "null": b"null",
        "true": b"true",
        "number": b"7",
        "text": b'"%b"' % marked,
        "array": b"[]",
        "array-of-record": b"[%b]" % RECORD,
        "cut": RECORD[:-1],
        "cut-in-text": RECORD[:60],
        "trailing-comma": RECORD[:-1] + b",}",
        "two-commas": b"{,," + RECORD[1:],
        "no-comma": b'{"a":1 "b":2}',
        "no-colon": b'{"a" 1}',
        "line-comment": b"// %b\n%b" % (marked, RECORD),
        "block-comment": b"/* %b */ %b" % (marked, RECORD),
        "after-the-end": RECORD + marked,
        "two-records": RECORD + RECORD,
        "nul-after-the-end": RECORD + b"\0",
        "nul-before": b"\0" + RECORD,
        "single-quotes": b"{'fecha_dato':'%b'}" % marked,
        "bare-name": b"{fecha_dato:1}",
        "number-as-name": b"{1:1}",
        "leading-zero": b'{"age":01}',
        "plus": b'{"age":+1}',
        "point-first": b'{"age":.5}',
        "point-last": b'{"age":1.}',
        "hex": b'{"age":0x10}',
        "python": b"{'a': None}",
        "undefined": b'{"age":undefined}',
        "yaml": b"fecha_dato: %b\n" % marked,
        "xml": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e "%b">]><r>&e;</r>' % marked,
        "form": b"fecha_dato=2016-05-28&ncodpers=1",
        "multipart": b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n%b\r\n--b--' % marked,
        "pickle": b"\x80\x04\x95\x0b\x00\x00\x00",
        "arrays-100000": b"[" * 100_000,
        "objects-100000": b'{"a":' * 100_000,
        "mixed-50000": b'[{"a":' * 50_000,
        "closing-100000": b"]" * 100_000,
        "quotes-100000": b'"' * 100_000,
        "backslashes-100000": b'{"a":"' + b"\\" * 100_001 + b'"}',
        "all-bytes": bytes(range(256)),
        "zeros-1000": b"\0" * 1_000,
    }
    for name, body in faults.items():
        yield name, body, _MALFORMED


def _not_records() -> Iterator[Body]:
    def without_end(members: bytes) -> bytes:
        return b"%b,%b}" % (RECORD[:-1], members)

    names = {
        "empty": "",
        "nul": "\0",
        "proto": "__proto__",
        "constructor": "constructor",
        "class": "__class__",
        "dotted": "history.0.age",
        "dollar": "$where",
        "blank": " age",
        "capital": "AGE",
        "emoji": "👩‍👩‍👧‍👦",
        "line": f"a\r\n{LONG_NAME}",
        "marked": LONG_NAME,
        "long": LONG_NAME * 5_000,
    }
    for name, key in names.items():
        member = json.dumps({key: MARKER})[1:-1].encode()
        yield f"name-{name}", without_end(member), _BROKEN
    yield "name-lone-surrogate", without_end(b'"\\ud800":1'), _MALFORMED
    yield "no-members", b"{}", _BROKEN
    yield "unknown-names-1000", without_end(_members(1_000)), _BROKEN
    yield "unknown-names-30000", without_end(_members(30_000)), _BROKEN
    yield "every-name-twice", without_end(RECORD[1:-1]), _READ
    yield "one-name-10000-times", without_end(b",".join([b'"age":"40"'] * 10_000)), _READ
    both = json.dumps(EXAMPLE_RECORD | EXAMPLE_RECORD_ENGLISH).encode()
    yield "both-names", both, frozenset({200, 422})
    every = dict.fromkeys(EXAMPLE_RECORD, MARKER)
    yield "marker-everywhere", json.dumps(every).encode(), _BROKEN
    for kind in (True, 1.5, [], {}, None):
        of_kind = {field.column: kind for field in PROFILE}
        yield f"all-{json.dumps(kind)}", json.dumps(of_kind).encode(), _BROKEN
    yield from _histories(without_end)


def _members(count: int) -> bytes:
    return json.dumps({f"n{place:x}": MARKER for place in range(count)})[1:-1].encode()


def _histories(record) -> Iterator[Body]:
    month = {"fecha_dato": "2016-04-28"}
    years = [{"fecha_dato": f"{1996 + m // 12}-{m % 12 + 1:02}-28"} for m in range(241)]
    nested = month
    for _ in range(60):
        nested = {**month, "history": [nested]}
    found = {
        "241-months": (years, _BROKEN),
        "240-months": (years[:240], _READ),
        "history-in-history": ([{**month, "history": [month]}], _BROKEN),
        "history-60-deep": ([nested], _BROKEN),
        "month-twice": ([month, month], _BROKEN),
        "month-to-come": ([{"fecha_dato": "2017-01-28"}], _BROKEN),
        "month-without-day": ([{}], _BROKEN),
        "months-of-text": ([MARKER] * 240, _BROKEN),
        "months-of-null": ([None] * 240, _BROKEN),
        "months-50000": ([{}] * 50_000, _BROKEN),
        "month-with-profile": ([{**month, "age": MARKER}], _BROKEN),
        "month-under-both-names": ([{**month, "fetch_date": "2016-03-28"}], _BROKEN),
        "object": (month, _BROKEN),
        "text": (MARKER, _BROKEN),
        "number": (7, _BROKEN),
    }
    for name, (history, allowed) in found.items():
        yield f"history-{name}", record(b'"history":' + json.dumps(history).encode()), allowed


def _large() -> Iterator[Body]:
    yield "exactly-1-MiB", RECORD.ljust(MIB), _READ
    yield "beyond-1-MiB", RECORD.ljust(MIB + 1), _TOO_LARGE
    yield "10-MiB", RECORD.ljust(10 * MIB), _TOO_LARGE
    yield "text-of-900-KiB", _with(RECORD, "x", b'"%b"' % (b"x" * 900 * 1024)), _BROKEN
