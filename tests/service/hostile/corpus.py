from collections.abc import Iterator

from tests.service.hostile.batches import arrays, lines
from tests.service.hostile.case import Case, message
from tests.service.hostile.framing import framings
from tests.service.hostile.heads import RECORD_ROUTES, heads
from tests.service.hostile.records import bodies
from tests.service.hostile.values import FIELDS

_LINES = {"Content-Type": "application/x-ndjson"}


def corpus() -> Iterator[Case]:
    """Every hostile request, each made when it is asked for: together they are large."""
    for path in RECORD_ROUTES:
        # all of them read a record in the same way
        fields = FIELDS if path == "/predict" else FIELDS[1::4]
        for name, body, allowed in bodies(fields):
            yield Case(f"{path} {name}", message(body, path), allowed)
    for name, body, allowed in arrays():
        yield Case(f"array {name}", message(body, "/predict/batch"), allowed)
    for name, body, allowed in lines():
        yield Case(f"lines {name}", message(body, "/predict/batch", _LINES), allowed)
    yield from framings()
    yield from heads()
