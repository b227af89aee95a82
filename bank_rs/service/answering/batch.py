"""Answers to many records, without keeping those who ask for one waiting."""

from asyncio import sleep
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from pydantic import ValidationError
from starlette.types import Scope

from bank_rs.data.record import ClientRecord
from bank_rs.service.answering import answers
from bank_rs.service.answering.items import Item
from bank_rs.service.answering.language import Language
from bank_rs.service.answering.scored import Asked, Scored
from bank_rs.service.edge.broken_rules import problem_of
from bank_rs.service.edge.problems import ProblemError, problem_body
from bank_rs.service.service import Service
from bank_rs.service.trial.lineup import Lineup

MOST_RECORDS: Final = 10_000
_SLICE: Final = 64
"""Records answered in one go: a millisecond or two, after which others have their turn."""

_TURNS: Final = 4
"""Turns of the event loop a single record takes from its bytes to its answer."""

Entry = Asked | ProblemError


class Batch:
    """Records to be answered in their order, all by the models of one moment.

    Parameters
    ----------
    service
        What answers.
    scope
        Of the request.
    language
        Of the products' names.
    """

    def __init__(self, service: Service, scope: Scope, language: Language) -> None:
        self.lineup: Lineup = service.lineup
        self._service = service
        self._scope = scope
        self._request_id: str = scope["state"]["request_id"]
        self._language = language

    async def answers(self, items: Iterator[Item]) -> list[bytes]:
        """One JSON object for each record: its answer, or what is wrong with it.

        Raises
        ------
        ProblemError
            422 when there are more than ``MOST_RECORDS``, and whatever reading the items raises.
        """
        found: list[bytes] = []
        while some := list(islice(items, _SLICE)):
            if len(found) + len(some) > MOST_RECORDS:
                raise ProblemError(422, f"A batch has at most {MOST_RECORDS:,} records: send less.")
            found += self._answer(some)
            for _ in range(_TURNS):
                await sleep(0)
        return found

    def _answer(self, items: Sequence[Item]) -> Iterator[bytes]:
        entries = [self._read(item) for item in items]
        good = [entry for entry in entries if not isinstance(entry, ProblemError)]
        scored = iter(self._service.scorer.score_each(good, self.lineup) if good else ())
        for entry in entries:
            if isinstance(entry, ProblemError):
                problem = problem_body(self._scope, entry.status, str(entry), entry.errors)
                yield b'{"problem":%b}' % problem
            else:
                yield self._entry(next(scored))

    def _entry(self, scored: Scored) -> bytes:
        offer = answers.offer(scored.offered, self._language)
        members = b'"prediction":%b,"history":"%b"' % (offer, scored.asked.history.encode())
        if scored.model is not self.lineup.champion:
            members += b',"model_version":"%b"' % scored.model.version.encode()
        return b"{%b}" % members

    def _read(self, item: Item) -> Entry:
        read = ClientRecord.__pydantic_validator__
        try:
            if isinstance(item, bytes):
                return self._service.asked(read.validate_json(item), self._request_id)
            return self._service.asked(read.validate_python(item), self._request_id)
        except ValidationError as error:
            return problem_of(error)
