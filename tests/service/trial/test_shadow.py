import threading
import time

import pytest

from bank_rs.catalog import PRODUCTS
from bank_rs.service.answering.scorer import Scorer
from bank_rs.service.metering.metrics import Metrics
from bank_rs.service.trial import shadow as module
from bank_rs.service.trial.canary import Canary
from bank_rs.service.trial.shadow import LAST_SECONDS, MOST_WAITING, SLICE, Shadow
from bank_rs.service.trial.shares import Shares
from tests.service.taken import take
from tests.service.trial.challengers import served
from tests.waiting import wait_until


class Desk:
    """A scorer with a shadow that hears of its answers."""

    def __init__(self, champion, challenger, share=1.0, canary=0.0):
        self.metrics = Metrics()
        self.shadow = Shadow(share, lambda: self.scorer.lineup, self.metrics)
        shares = Shares(share, Canary(canary))
        self.scorer = Scorer(champion, self.metrics, [self.shadow.hear], shares)
        self.scorer.lineup = self.scorer.lineup.with_challenger(challenger)
        self.metrics.note_challenger(challenger and challenger.version)
        self.readings = {}

    def answer(self, asked):
        return self.scorer.score_each(asked, self.scorer.lineup)

    def count(self, name):
        for counted, value in take(self.metrics).items():
            self.readings[counted] = self.readings.get(counted, 0) + value
        return self.readings.get(name, 0)


def test_all_answers_are_compared(champion, challenger, asked):
    desk = Desk(champion, challenger)
    with desk.shadow.running():
        desk.answer(asked)
        wait_until(lambda: desk.count("shadow.compared") == len(asked))
    differing = offers = 0
    for one in asked:
        rows = [model.champion.probabilities(one.values) for model in (champion, challenger)]
        served_bits = champion.champion.answers(rows[0][None])
        bits = challenger.champion.answers(rows[1][None])
        differing += (served_bits != bits).any()
        offers += bits.sum()
    assert desk.count("shadow.disagreements") == differing
    slugs = [product.slug for product in PRODUCTS]
    assert sum(desk.count(f"shadow.challenger_target.{slug}") for slug in slugs) == offers
    for slug in slugs:
        assert desk.count(f"shadow.champion_target.{slug}") == desk.count(f"target.{slug}")
        sums = [desk.count(f"{n}.{slug}.sum") for n in ("target_proba", SERVING)]
        assert sums[0] == pytest.approx(sums[1])


SERVING = "shadow.champion_target_proba"


def test_clients_of_the_canary_are_not_compared(champion, challenger, asked):
    desk = Desk(champion, challenger, canary=0.3)
    with desk.shadow.running():
        scored = desk.answer(asked)
    tried = sum(one.model is challenger for one in scored)
    assert tried == desk.count("canary.answered") > 0
    assert desk.count("shadow.compared") == len(asked) - tried


def test_share_is_compared(champion, challenger, asked):
    desk = Desk(champion, challenger, share=0.2)
    with desk.shadow.running():
        for _ in range(20):
            desk.answer(asked[:100])
    # 2,000 answers: 400 give or take five standard errors
    assert 310 < desk.count("shadow.compared") < 490


def test_nothing_is_kept_without_a_challenger(champion, asked):
    desk = Desk(champion, None)
    desk.answer(asked)
    with desk.shadow.running():
        pass
    assert not any(name.startswith("shadow") for name in take(desk.metrics))


def test_more_than_has_room_is_left_out_and_counted(champion, challenger, asked):
    desk = Desk(champion, challenger)
    sent = 0
    while sent <= MOST_WAITING + 500:
        desk.answer(asked)
        sent += len(asked)
    assert desk.count("shadow.dropped") == sent - MOST_WAITING


def test_end_comes_within_a_second_and_counts_who_is_left(champion, challenger, asked, monkeypatch):
    desk = Desk(champion, challenger)
    for _ in range(10):
        desk.answer(asked)

    def slow(answers, _):
        time.sleep(LAST_SECONDS / 4)
        return compare(answers, challenger.champion)

    compare = module.compare
    monkeypatch.setattr(module, "compare", slow)
    begun = time.monotonic()
    with desk.shadow.running():
        pass
    assert time.monotonic() - begun < 2 * LAST_SECONDS
    assert desk.count("shadow.compared") % SLICE == 0
    assert desk.count("shadow.compared") + desk.count("shadow.dropped") == 10 * len(asked)
    assert desk.count("shadow.dropped") > 0
    assert "shadow" not in {thread.name for thread in threading.enumerate()}


def test_challenger_that_fails_is_told_of_once_and_costs_no_answer(champion, bold, asked, caplog):
    broken = served(bold, "3")
    del broken.champion.pipeline.steps[-1][1].thresholds_
    desk = Desk(champion, broken, canary=0.3)
    with desk.shadow.running():
        for _ in range(3):
            scored = desk.answer(asked)
    assert all(one.model is champion for one in scored)
    assert all(one.asked is client for one, client in zip(scored, asked, strict=True))
    assert desk.count("clients") == 3 * len(asked)
    assert desk.count("canary.answered") == 0
    assert desk.count("challenger.failed") >= 4
    assert sum("version 3 failed" in line.getMessage() for line in caplog.records) == 2
