"""What every request needs."""

from collections.abc import Sequence
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from bank_rs.data.history_store import Histories
from bank_rs.data.record import ClientRecord
from bank_rs.service.answering.scored import Asked, HistoryUsed, Scored
from bank_rs.service.answering.scorer import Listener, Scorer
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.meter import Meter
from bank_rs.service.metering.system import System
from bank_rs.service.readiness import Readiness
from bank_rs.service.trial.lineup import Lineup
from bank_rs.service.trial.shares import NO_TRIAL, Shares


class Service:
    """The models that answer and what surrounds them.

    Parameters
    ----------
    model
        Which answers first.
    metrics
        Counts what is answered.
    histories
        Earlier months by client; None where no file is configured.
    listeners
        Hear of all that is answered.
    shares
        How much a challenger has to do.
    """

    def __init__(
        self,
        model: ServedModel,
        metrics: Meter,
        histories: Histories | None = None,
        listeners: Sequence[Listener] = (),
        shares: Shares = NO_TRIAL,
    ) -> None:
        self.scorer = Scorer(model, metrics, listeners, shares)
        self._metrics = metrics
        self._changing = Lock()
        self.swap(model)
        self.readiness = Readiness()
        self.system = System()
        self._histories = histories

    @property
    def model(self) -> ServedModel:
        """The champion, which answers now."""
        return self.scorer.model

    @property
    def lineup(self) -> Lineup:
        """The models that answer now."""
        return self.scorer.lineup

    def swap(self, model: ServedModel) -> None:
        """Let another champion answer from the next request on."""
        with self._changing:
            self.scorer.lineup = self.lineup.with_champion(model)
            self._metrics.note_model(model.version, model.champion.card.metrics)
            self._note_challenger()

    def challenge(self, model: ServedModel | None) -> None:
        """Try another model beside the champion from the next request on, or none."""
        with self._changing:
            self.scorer.lineup = self.lineup.with_challenger(model)
            self._note_challenger()

    def _note_challenger(self) -> None:
        if self.lineup.shares:
            challenger = self.lineup.challenger
            self._metrics.note_challenger(challenger.version if challenger else None)

    def asked(self, record: ClientRecord, request_id: str) -> Asked:
        """A record with its earlier months: those it brings, else those on file."""
        values = record.values()
        if values["history"] is not None:
            return Asked(values, record.months(), HistoryUsed.REQUEST, request_id)
        if self._histories:
            months = self._histories.lookup(values["id"], values["fetch_date"])
            if months:
                return Asked(values, months, HistoryUsed.STORE, request_id)
        return Asked(values, (), HistoryUsed.NONE, request_id)

    async def score(self, record: ClientRecord, request_id: str) -> Scored:
        """Answer a record."""
        return await self.scorer.score(self.asked(record, request_id))


def _service(request: Request) -> Service:
    service: Service = request.state.service
    return service


Serving = Annotated[Service, Depends(_service)]
"""The service as a parameter of an endpoint."""
