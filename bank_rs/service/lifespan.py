"""What runs for as long as the service does."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from threading import Thread

import numpy as np
from fastapi import FastAPI
from starlette.types import Lifespan

from bank_rs.data.history_store import Histories
from bank_rs.data.simulation import random_record
from bank_rs.service.following.follower import Follower
from bank_rs.service.following.served import load_served_model
from bank_rs.service.metering.meter import Meter
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.metering.pushing import pushing
from bank_rs.service.recording.prediction_log import PredictionLog
from bank_rs.service.service import Service
from bank_rs.service.watching.drift_timer import DriftTimer
from bank_rs.settings import Settings


def lifespan(settings: Settings, metrics: Meter) -> Lifespan[FastAPI]:
    """The lifespan of an application.

    Parameters
    ----------
    settings
        Where the model, the history and Graphite are.
    metrics
        What the application counts.
    """

    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[dict[str, Service]]:
        histories = Histories(settings.history_file) if settings.history_file else None
        log = PredictionLog.from_settings(settings, metrics) if settings.log_share else None
        listeners = [log.note] if log else []
        service = Service(load_served_model(settings), metrics, histories, listeners)
        follower = Follower(settings, lambda: service.model, service.swap, metrics)
        # the first draw simulates the clients that all later ones are drawn from
        Thread(target=random_record, args=(np.random.default_rng(0),), daemon=True).start()
        with ExitStack() as running:
            if isinstance(metrics, Metrics):
                system = service.system
                running.enter_context(pushing(settings, metrics.board, system, metrics))
            if log:
                # within the pushing, which thus has its last counts
                running.enter_context(log.running())
            running.enter_context(follower.running())
            running.enter_context(DriftTimer(settings).running())
            yield {"service": service}

    return run
