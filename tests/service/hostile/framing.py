"""Requests whose frame is odd, or no HTTP at all."""

from collections.abc import Iterator

from tests.service.hostile.case import ANSWERED, MARKER, Case, message
from tests.service.hostile.records import RECORD

_MARKED = MARKER.encode()
_READ = frozenset({200})
_MALFORMED = frozenset({400})
_TOO_LARGE = frozenset({413})
_CHUNKED = {"Transfer-Encoding": "chunked"}


def framings() -> Iterator[Case]:
    """Lengths that lie, bodies in chunks, and what is no request."""
    yield from _lengths()
    yield from _chunks()
    yield from _versions()
    yield from _not_http()


def _lengths() -> Iterator[Case]:
    size = len(RECORD)
    good = {
        "length-with-zeros": (_sized(b"%020d" % size), _READ),
        "length-none-and-no-body": (message(length=False), _MALFORMED),
        "length-11-MB-alone": (_sized(b"11000000", b""), _TOO_LARGE),
        "length-2^62-alone": (_sized(b"4611686018427387904", b""), _TOO_LARGE),
        "expect-continue": (message(RECORD, headers={"Expect": "100-continue"}), _READ),
        "expect-else": (message(RECORD, headers={"Expect": MARKER}), ANSWERED),
    }
    for name, (payload, allowed) in good.items():
        yield Case(name, payload, allowed)
    yield Case("length-too-long", _sized(b"%d" % (size + 9)), frozenset(), ends=True)
    # what is left of the body is no next request
    yield Case("length-none", message(RECORD, length=False), http=False)
    for given in (0, 1, size - 9):
        yield Case(f"length-too-short-{given}", _sized(b"%d" % given), http=False)
    twice = message(RECORD, headers={"content-length": str(size)})
    yield Case("length-twice-the-same", twice, http=False)
    for given in (b"-1", b"+5", b"0x10", b"1e3", b"5 5", b"5,5", b"1" * 40, _MARKED, b"\xb2"):
        yield Case(f"length-{given!r}", _sized(given), http=False)
    differing = b"Content-Length: 3\r\nContent-Length: 5\r\n"
    yield Case("length-two-that-differ", _headed(differing) + RECORD, http=False)
    both = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
    yield Case("length-and-chunks", _headed(both) + _chunk(RECORD) + b"0\r\n\r\n", http=False)


def _sized(length: bytes, body: bytes = RECORD) -> bytes:
    return message(body, headers={"Content-Length": length})


def _headed(lines: bytes) -> bytes:
    return b"POST /predict HTTP/1.1\r\nHost: bank\r\n" + lines + b"\r\n"


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _chunks() -> Iterator[Case]:
    end = b"0\r\n\r\n"
    small = b"".join(_chunk(RECORD[i : i + 1]) for i in range(len(RECORD)))
    good = {
        "of-one-byte": small + end,
        "extended": b"%x;name=ESMERALDA\r\n%b\r\n" % (len(RECORD), RECORD) + end,
        "upper-case": b"%X\r\n%b\r\n" % (len(RECORD), RECORD) + end,
        "leading-zeros": b"0000%x\r\n%b\r\n" % (len(RECORD), RECORD) + end,
        "trailer": _chunk(RECORD) + b"0\r\nX-Trailer: %b\r\n\r\n" % _MARKED,
    }
    for name, body in good.items():
        yield Case(f"chunks-{name}", _chunked(body), _READ)
    yield Case("chunks-none", _chunked(end), _MALFORMED)
    large = _chunk(b" " * 65_536) * 17 + end
    yield Case("chunks-beyond-1-MiB", _chunked(large), _TOO_LARGE)
    cut = {"without-end": _chunk(RECORD), "in-mid-chunk": b"ffff\r\n" + RECORD, "no-size": b""}
    for name, body in cut.items():
        yield Case(f"chunks-{name}", _chunked(body), frozenset(), ends=True)
    bad = {
        "size-text": b"zz\r\n" + RECORD,
        "size-negative": b"-1\r\n" + RECORD,
        "size-2^80": b"f" * 20 + b"\r\n" + RECORD,
        "size-blank": b"\r\n" + RECORD,
        "size-marked": _MARKED + b"\r\n" + RECORD,
        "longer-than-said": b"3\r\n" + RECORD + b"\r\n" + end,
        "extension-of-1-MB": b"5;" + b"x" * 1_000_000 + b"\r\n{}   \r\n" + end,
    }
    for name, body in bad.items():
        yield Case(f"chunks-{name}", _chunked(body), http=False)
    for coding in ("gzip, chunked", "chunked, gzip", "identity", "chunked, chunked", MARKER):
        coded = {"Transfer-Encoding": coding}
        payload = message(_chunk(RECORD) + end, headers=coded, length=False)
        yield Case(f"coding-{coding}", payload, ANSWERED, http=False, ends=True)


def _chunked(body: bytes) -> bytes:
    return message(body, headers=_CHUNKED, length=False)


def _versions() -> Iterator[Case]:
    right = message(RECORD)
    for version in (b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/9.9", b"HTTP/1.2", b"HTTP/1"):
        http = version == b"HTTP/1.0"
        yield Case(f"{version!r}", right.replace(b"HTTP/1.1", version, 1), http=http)
    yield Case("no-version", right.replace(b" HTTP/1.1", b"", 1), http=False, ends=True)
    upgrades = {"websocket": "websocket", "h2c": "h2c", "marked": MARKER}
    for name, wanted in upgrades.items():
        headers = {"Connection": "Upgrade", "Upgrade": wanted, "Sec-WebSocket-Version": "13"}
        yield Case(f"upgrade-{name}", message(RECORD, headers=headers), http=False, ends=True)
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    yield Case("http-2-preface", preface, http=False)


def _not_http() -> Iterator[Case]:
    hello = bytes.fromhex("16030100a5010000a10303") + bytes(range(200))
    line = b"POST /predict HTTP/1.1\r\n"
    bad = {
        "tls-hello": hello,
        "zeros": b"\0" * 2_000,
        "all-bytes": bytes(range(256)) * 8,
        "one-byte": b"P",
        "line-feeds": b"\r\n" * 5_000,
        "no-colon": line + b"Host bank\r\n\r\n",
        "no-name": line + b": bank\r\n\r\n",
        "blank-before-colon": line + b"Host : bank\r\n\r\n",
        "folded": line + b"Host: bank\r\nX-A: a\r\n %b\r\n\r\n" % _MARKED,
        "nul-in-value": line + b"Host: bank\r\nX-A: a\0b\r\n\r\n",
        "nul-in-name": line + b"Host: bank\r\nX\0A: b\r\n\r\n",
        "carriage-return-in-value": line + b"Host: bank\r\nX-A: a\rb\r\n\r\n",
        "bare-line-feeds": b"GET / HTTP/1.1\nHost: bank\n\n",
        "lower-case-method": b"post /predict HTTP/1.1\r\nHost: bank\r\n\r\n",
        "marked-method": b"ESMERALDA /predict HTTP/1.1\r\nHost: bank\r\n\r\n",
        "no-target": b"POST HTTP/1.1\r\nHost: bank\r\n\r\n",
        "blank-in-target": b"GET /%b HTTP/1.1\r\nHost: bank\r\n\r\n" % _MARKED,
        "response": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "smtp": b"EHLO bank\r\nMAIL FROM:<a@b>\r\n",
        "redis": b"*1\r\n$4\r\nPING\r\n",
    }
    for name, payload in bad.items():
        yield Case(f"not-http-{name}", payload, http=False, ends=True)
