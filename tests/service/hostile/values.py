"""Values as JSON has them, or almost."""

import json
from collections.abc import Mapping
from typing import Final

from tests.service.hostile.case import MARKER

FIELDS: Final = (
    *("fecha_dato", "ncodpers", "renta", "age", "antiguedad", "indrel_1mes", "indresi", "sexo"),
    *("ind_cco_fin_ult1", "history"),
)
"""One field of each kind."""

_TEXTS: Final = {
    "empty": "",
    "blank": " \t",
    "nul": f"{MARKER}\0",
    "only-nul": "\0",
    "line": f"{MARKER}\r\nX-Injected: {MARKER}",
    "sql": f"'; DROP TABLE clients; -- {MARKER}",
    "format": f"%s%n%x{{0.__class__}}${{jndi:ldap://x}} {MARKER}",
    "script": f"<script>alert('{MARKER}')</script>",
    "path": f"../../etc/passwd {MARKER}",
    "rtl": f"\u202e{MARKER}\u202c",
    "emoji": f"👩‍👩‍👧‍👦 {MARKER}",
    "combining": "e" + "\u0301" * 5_000 + MARKER,
    "arabic-digits": "١٢٣",
    "wide-digits": "１２",
    "thin-space": "\u20091\u2009",
    "nonbreaking": "\u00a01",
    "underscore": "1_000",
    "hex": "0x10",
    "exponent": "1e3",
    "plus": "+1",
    "minus-minus": "--1",
    "nan": "nan",
    "infinity": "-Infinity",
    "long-number": "9" * 10_000,
    "fraction": "0." + "1" * 10_000,
    "day-that-is-none": "2016-02-30",
    "day-zero": "0000-00-00",
    "short-day": "2016-1-1",
    "instant": "2016-05-28T00:00:00Z",
    "far-day": "9999-12-31",
    "long": MARKER + "x" * 200_000,
}
_RAW: Final = {
    "nan": b"NaN",
    "infinity": b"Infinity",
    "minus-infinity": b"-Infinity",
    "10^30": b"1" + b"0" * 30,
    "minus-10^30": b"-1" + b"0" * 30,
    "2^63": b"9223372036854775808",
    "2^64": b"18446744073709551616",
    "digits-4000": b"7" * 4_000,
    "digits-10000": b"7" * 10_000,
    "digits-500000": b"7" * 500_000,
    "fraction-digits": b"0." + b"7" * 10_000,
    "1e308": b"1e308",
    "1e400": b"1e400",
    "1e-400": b"1e-400",
    "exponent-without-end": b"1e" + b"9" * 1_000,
    "minus-zero": b"-0",
    "minus-zero-point": b"-0.0",
    "half": b"0.5",
    "true": b"true",
    "false": b"false",
    "null": b"null",
    "object": b"{}",
    "array": b"[]",
    "object-in-array": b'[{"a":{"b":"%b"}}]' % MARKER.encode(),
    "nested-150": b"[" * 150 + b"]" * 150,
    "nested-1000": b"[" * 1_000 + b"]" * 1_000,
    "objects-1000": b'{"a":' * 1_000 + b"1" + b"}" * 1_000,
    "unclosed-100000": b"[" * 100_000,
    "lone-high-surrogate": b'"%b\\ud800"' % MARKER.encode(),
    "lone-low-surrogate": b'"\\udfff"',
    "swapped-surrogates": b'"\\udc00\\ud800"',
    "bad-escape": b'"\\x41"',
    "cut-escape": b'"\\u12"',
    "control-character": b'"a\x01b"',
    "line-feed": b'"a\nb"',
}


def values() -> Mapping[str, bytes]:
    """Every value by its name."""
    return _RAW | {f"text-{name}": json.dumps(text).encode() for name, text in _TEXTS.items()}
