import asyncio

import numpy as np
import pytest

from bank_rs.data.record import ClientRecord
from bank_rs.data.simulation import random_record
from bank_rs.model.champion import Champion
from bank_rs.service.answering.scored import Asked, HistoryUsed
from bank_rs.service.answering.scorer import Scorer
from bank_rs.service.following.served import ServedModel
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.trial.lineup import Lineup
from tests.service.taken import take


@pytest.fixture(scope="module")
def served(models_dir):
    return ServedModel(Champion.load(models_dir / "champion"), "1", "models")


@pytest.fixture(scope="module")
def clients():
    rng = np.random.default_rng(5)
    records = [ClientRecord.model_validate(random_record(rng)) for _ in range(40)]
    return [Asked(record.values(), (), HistoryUsed.NONE) for record in records]


def test_clients_who_wait_together_get_their_own_answers(served, clients):
    async def ask_all():
        scorer = Scorer(served, Metrics())
        return await asyncio.gather(*map(scorer.score, clients))

    for asked, scored in zip(clients, asyncio.run(ask_all()), strict=True):
        assert scored.asked is asked
        alone = served.champion.probabilities(asked.values)
        assert np.array_equal(scored.probabilities, alone)
        offered = served.champion.answers(alone[None])[0]
        assert [scored.offered >> bit & 1 for bit in range(24)] == offered.tolist()


def test_client_who_leaves_keeps_nobody_waiting(served, clients):
    async def leave():
        scorer = Scorer(served, Metrics())
        first, second = map(scorer.score, clients[:2])
        first.cancel()
        return await second

    assert asyncio.run(leave()).asked is clients[1]


def test_failure_reaches_all_who_wait_and_no_one_after(served, clients):
    async def fail():
        scorer = Scorer(served, Metrics())
        broken = Asked({"owned": 0}, (), HistoryUsed.NONE)
        answers = await asyncio.gather(
            scorer.score(broken), scorer.score(clients[0]), return_exceptions=True
        )
        return answers, await scorer.score(clients[1])

    failures, after = asyncio.run(fail())
    assert all(isinstance(failure, KeyError) for failure in failures)
    assert after.asked is clients[1]


def test_model_that_is_swapped_answers_the_next(served, clients):
    async def swap():
        scorer = Scorer(served, Metrics())
        before = await scorer.score(clients[0])
        scorer.lineup = Lineup(ServedModel(served.champion, "2", "models"))
        return before, await scorer.score(clients[0])

    before, after = asyncio.run(swap())
    assert (before.model.version, after.model.version) == ("1", "2")


def test_listener_hears_what_was_answered_together(served, clients):
    heard = []
    scored = Scorer(served, Metrics(), [heard.append]).score_all(clients, served)
    (answered,) = heard
    assert answered.asked is clients
    assert answered.model is served
    assert np.array_equal(answered.probabilities, [one.probabilities for one in scored])
    assert answered.offered == [one.offered for one in scored]
    again = served.champion.classified(answered.features)
    assert np.array_equal(again, answered.probabilities)


def test_offers_are_counted(served, clients):
    metrics = Metrics()
    scored = Scorer(served, metrics).score_all(clients, served)
    readings = take(metrics)
    offers = sum(answer.offered.bit_count() for answer in scored)
    assert sum(n for name, n in readings.items() if name.startswith("target.")) == offers
