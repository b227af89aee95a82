"""All that waits for the model is answered together."""

import logging
from asyncio import Future, get_running_loop
from collections.abc import Callable, Sequence
from itertools import compress
from operator import not_

import numpy as np

from bank_rs.catalog import PRODUCTS
from bank_rs.service.answering.scored import Answered, Asked, Scored
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.meter import Meter
from bank_rs.service.trial.lineup import Lineup
from bank_rs.service.trial.shares import NO_TRIAL, Shares

Listener = Callable[[Answered], None]
"""Hears of answers on the event loop, so it keeps what it needs and is done."""

_BITS = 1 << np.arange(len(PRODUCTS), dtype=np.int64)

logger = logging.getLogger(__name__)


class Scorer:
    """The models in service and the clients that wait for them.

    The requests that one turn of the event loop finds are answered as one matrix for each model,
    which costs each a fraction of being answered alone, and nobody waits for company. The models
    work on the loop itself: for some tens of microseconds a thread costs more than it frees.

    Parameters
    ----------
    model
        Which answers until `lineup` is set to another.
    metrics
        Counts what is answered.
    listeners
        Hear of all that is answered.
    shares
        How much a challenger has to do, once the line-up has one.

    Attributes
    ----------
    lineup
        Which models answer, and whom.
    """

    def __init__(
        self,
        model: ServedModel,
        metrics: Meter,
        listeners: Sequence[Listener] = (),
        shares: Shares = NO_TRIAL,
    ) -> None:
        self.lineup = Lineup(model, shares)
        self._metrics = metrics
        self._listeners = listeners
        self._waiting: list[tuple[Asked, Future[Scored]]] = []
        self._failed: ServedModel | None = None

    @property
    def model(self) -> ServedModel:
        """The champion."""
        return self.lineup.champion

    def score(self, asked: Asked) -> Future[Scored]:
        """Answer at the end of this turn of the event loop."""
        loop = get_running_loop()
        answer: Future[Scored] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._answer_waiting)
        self._waiting.append((asked, answer))
        return answer

    def score_each(self, asked: Sequence[Asked], lineup: Lineup) -> list[Scored]:
        """Answer at once, each client by the model that a line-up has for it; the order is kept."""
        chosen = lineup.chosen(asked)
        if not any(chosen):
            return self.score_all(asked, lineup.champion)
        rest = list(compress(asked, map(not_, chosen)))
        answers = {
            True: iter(self._try(list(compress(asked, chosen)), lineup)),
            False: iter(self.score_all(rest, lineup.champion) if rest else ()),
        }
        return [next(answers[tried]) for tried in chosen]

    def score_all(self, asked: Sequence[Asked], model: ServedModel) -> list[Scored]:
        """Answer at once, by one model; the order is kept."""
        champion = model.champion
        rows = champion.encoded([one.values for one in asked], [one.months for one in asked])
        found = champion.classified(rows)
        offered = (champion.answers(found) @ _BITS).tolist()
        self._metrics.count_answers(offered, found)
        for listener in self._listeners:
            listener(Answered(asked, model, rows, found, offered))
        return [
            Scored(client, model, row, mask)
            for client, row, mask in zip(asked, found, offered, strict=True)
        ]

    def _try(self, asked: Sequence[Asked], lineup: Lineup) -> list[Scored]:
        """Answer by the challenger, or by the champion where that one fails."""
        model = lineup.challenger or lineup.champion
        try:
            scored = self.score_all(asked, model)
        except Exception:
            self._metrics.count_event("challenger.failed")
            if model is not self._failed:
                logger.exception("version %s failed, the champion answers for it", model.version)
            self._failed = model
            return self.score_all(asked, lineup.champion)
        self._metrics.count_canary(len(scored))
        return scored

    def _answer_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            scored = self.score_each([asked for asked, _ in waiting], self.lineup)
        except Exception as error:  # noqa: BLE001 - handed to those who wait
            for _, answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), result in zip(waiting, scored, strict=True):
            if not answer.done():  # whoever asked may have gone
                answer.set_result(result)
