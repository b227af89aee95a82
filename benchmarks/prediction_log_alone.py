"""The prediction log by itself, in one process and without requests."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from serving_bench import Row
from serving_bodies import simulated_records

from bank_rs.data.record import ClientRecord
from bank_rs.model.champion import Champion
from bank_rs.predictions.client_key import ClientKey
from bank_rs.predictions.journal import FOLDER, Journal
from bank_rs.predictions.private import make_private
from bank_rs.predictions.reading import prediction_files
from bank_rs.predictions.sealing import seal
from bank_rs.service.answering.scored import Answered, Asked, HistoryUsed
from bank_rs.service.answering.scorer import Scorer
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.meter import Unmetered
from bank_rs.service.recording.prediction_log import PredictionLog
from bank_rs.service.recording.queue import MOST_ROWS, SLICE_ROWS, Noted, Queue
from bank_rs.service.recording.row_maker import RowMaker

AT_ONCE: Final = 4
"""Clients answered together, as many as one turn of the event loop finds at eight connections."""

ROWS: Final = 20_000
CLIENTS: Final = 22_000
"""Of whom so many are there in the last month; a client asked for twice would compress too well."""

ROUNDS: Final = 3

_MODELS: Final = Path(__file__).parents[1] / "models"
_KEY: Final = ClientKey(b"k" * 48)


def alone() -> Iterator[Row]:
    """What the log takes for one answer, by its parts, and how many a second it takes."""
    served = ServedModel(Champion.load(_MODELS / "champion"), "1", "models", sha256="0" * 64)
    answered = _answered(served)[: ROWS // AT_ONCE]
    maker = RowMaker(served, _KEY, 1.0)
    with TemporaryDirectory() as name:
        folder = Path(name)
        make_private(folder / FOLDER)
        yield _cost("on the event loop", lambda: _note(answered))
        yield _cost("in the thread", lambda: _journal(folder, maker, answered).close())
        kept = _journal(folder, maker, answered)
        kept.close()
        size = kept.path.stat().st_size
        content = kept.path.read_bytes()
        yield _cost("as Parquet", lambda: _seal(kept.path, content, folder))
        file = prediction_files(folder)[-1]
        yield Row("bytes of an answer in a journal", f"{size / ROWS:,.0f}")
        yield Row("in Parquet", f"{file.stat().st_size / ROWS:,.0f}")
        rate = max(_rate(folder / "all", answered) for _ in range(ROUNDS))
        yield Row(
            "answers/s until they are Parquet, with nobody else there", f"{rate:,.0f}"
        ).ending()


def _answered(served: ServedModel) -> list[Answered]:
    """What a listener hears of simulated clients."""
    heard: list[Answered] = []
    scorer = Scorer(served, Unmetered(), [heard.append])
    records = [ClientRecord.model_validate(record) for record in simulated_records(CLIENTS)]
    asked = [
        Asked(one.values(), one.months(), HistoryUsed.REQUEST, "5f0c2a71d4-2") for one in records
    ]
    for start in range(0, len(asked) - AT_ONCE + 1, AT_ONCE):
        scorer.score_all(asked[start : start + AT_ONCE], served)
    return heard


def _cost(name: str, work: Callable[[], object]) -> Row:
    """Processor time for one row, the least of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        rounds.append(time.process_time() - started)
    return Row(f"an answer {name}", f"{1e6 * min(rounds) / ROWS:.2f} µs of a core")


def _note(answered: Sequence[Answered]) -> None:
    queue = Queue(most_rows=ROWS)
    for some in answered:
        queue.put(some)


def _journal(folder: Path, maker: RowMaker, answered: Sequence[Answered]) -> Journal:
    journal = Journal.create(folder / FOLDER, maker.origin, time.time())
    noted = [Noted(time.time(), some) for some in answered]
    slice_length = SLICE_ROWS // AT_ONCE
    for start in range(0, len(noted), slice_length):
        journal.append(maker.rows(noted[start : start + slice_length]))
    return journal


def _seal(path: Path, content: bytes, folder: Path) -> None:
    path.write_bytes(content)
    seal(path, folder)


def _rate(folder: Path, answered: Sequence[Answered]) -> float:
    """Rows a second from the first that is noted until the last one is in a Parquet file."""
    log = PredictionLog(folder, lambda: _KEY, Unmetered())
    most = answered[: MOST_ROWS // AT_ONCE]
    started = time.perf_counter()
    with log.running():
        for some in most:
            log.note(some)
    return AT_ONCE * len(most) / (time.perf_counter() - started)
