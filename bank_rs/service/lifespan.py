"""What runs for as long as the service does."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from functools import partial
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
from bank_rs.service.trial.shadow import Shadow
from bank_rs.service.trial.shares import Shares
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
        shares = Shares.from_settings(settings)
        log = PredictionLog.from_settings(settings, metrics) if settings.log_share else None
        shadow = Shadow(shares.shadow, lambda: service.lineup, metrics)
        listeners = [*([log.note] if log else []), *([shadow.hear] if shares.shadow else [])]
        service = Service(load_served_model(settings), metrics, histories, listeners, shares)
        followers = _followers(settings, service, metrics)
        # the first draw simulates the clients that all later ones are drawn from
        Thread(target=random_record, args=(np.random.default_rng(0),), daemon=True).start()
        with ExitStack() as running:
            if isinstance(metrics, Metrics):
                system = service.system
                running.enter_context(pushing(settings, metrics.board, system, metrics))
            # within the pushing, which thus has their last counts
            if log:
                running.enter_context(log.running())
            if shares.shadow:
                running.enter_context(shadow.running())
            running.enter_context(DriftTimer(settings).running())
            for follower in followers:
                running.enter_context(follower.running())
            for follower in followers:  # all are told before the first is waited for
                running.callback(follower.stop)
            yield {"service": service}

    return run


def _followers(settings: Settings, service: Service, metrics: Meter) -> list[Follower]:
    """Of the champion, and of the challenger where there is anything for it to do."""
    followers = [Follower(settings, lambda: service.model, service.swap, metrics)]
    if service.lineup.shares:
        followers.append(
            Follower(
                settings.of_challenger,
                lambda: service.lineup.followed,
                service.challenge,
                metrics,
                drop=partial(service.challenge, None),
                counted="challenger",
            )
        )
    return followers
