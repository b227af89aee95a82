"""All that waits for the model is answered together."""

from asyncio import Future, get_running_loop
from collections.abc import Callable, Sequence

import numpy as np

from bank_rs.catalog import PRODUCTS
from bank_rs.service.answering.scored import Answered, Asked, Scored
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.meter import Meter

Listener = Callable[[Answered], None]
"""Hears of answers on the event loop, so it keeps what it needs and is done."""

_BITS = 1 << np.arange(len(PRODUCTS), dtype=np.int64)


class Scorer:
    """The model in service and the clients that wait for it.

    The requests that one turn of the event loop finds are answered as one matrix, which costs each
    a fraction of being answered alone, and nobody waits for company. The model works on the loop
    itself: for some tens of microseconds a thread costs more than it frees.

    Parameters
    ----------
    model
        Which answers until `model` is set to another.
    metrics
        Counts what is answered.
    listeners
        Hear of all that is answered.
    """

    def __init__(
        self, model: ServedModel, metrics: Meter, listeners: Sequence[Listener] = ()
    ) -> None:
        self.model = model
        self._metrics = metrics
        self._listeners = listeners
        self._waiting: list[tuple[Asked, Future[Scored]]] = []

    def score(self, asked: Asked) -> Future[Scored]:
        """Answer at the end of this turn of the event loop."""
        loop = get_running_loop()
        answer: Future[Scored] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._answer_waiting)
        self._waiting.append((asked, answer))
        return answer

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

    def _answer_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            scored = self.score_all([asked for asked, _ in waiting], self.model)
        except Exception as error:  # noqa: BLE001 - handed to those who wait
            for _, answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), result in zip(waiting, scored, strict=True):
            if not answer.done():  # whoever asked may have gone
                answer.set_result(result)
