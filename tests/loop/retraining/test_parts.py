import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.catalog import CODES
from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.parts import groups_check, part_of, products_check
from bank_rs.loop.retraining.performance import Performance
from tests.loop.retraining.hand_made import FEW, everybody_buys, outcome_of, performance
from tests.model.evaluate.arrays import pairs


def part(challenger, champion, bounds=FEW):
    challenger, champion = np.asarray(challenger, float), np.asarray(champion, float)
    return part_of("one", challenger, champion, np.ones(len(champion)), bounds)


@pytest.mark.parametrize(
    ("after", "passed"), [(1.0, True), (0.96, True), (0.95, True), (0.949, False), (0.0, False)]
)
def test_part_may_lose_5_percent_and_no_more(after, passed):
    found = part(np.full(20, after), np.ones(20))
    assert found.change == pytest.approx(after - 1)
    assert found.passed == passed


def test_loss_within_chance_is_none():
    found = part([0.0, 0.0, 1.0, 1.0, 1.0, 0.0], [1.0, 0.5, 0.0, 1.0, 0.9, 0.5])
    assert found.change < -0.05
    assert found.high >= 0
    assert found.passed


def test_part_of_which_the_champion_knows_nothing_cannot_lose():
    found = part([0.0, 0.5], [0.0, 0.0])
    assert (found.champion, found.change, found.passed) == (0, 0, True)


def with_buyers(**shape):
    return pairs(**shape).filter(lambda drawn: drawn[1].any())


@given(with_buyers(max_columns=24))
def test_model_never_loses_to_itself(drawn):
    scores, added, held = drawn
    model, outcome = Performance.of(scores, added, held), outcome_of(added, sex=[None] * len(added))
    assert products_check(model, model, outcome, FEW).passed
    assert groups_check(model, model, outcome, FEW).passed


@given(with_buyers(min_rows=2, min_columns=3, max_columns=3), st.randoms(use_true_random=False))
def test_order_of_clients_does_not_matter(drawn, random):
    scores, added, held = drawn
    order = random.sample(range(len(added)), len(added))
    other = scores[::-1] * (1 - held)
    sexes = np.array(["H", "V"] * len(added))[: len(added)]

    def found(rows):
        models = [Performance.of(s[rows], added[rows], held[rows]) for s in (scores, other)]
        outcome = outcome_of(added[rows], sex=sexes[rows])
        return [
            (part.name, part.buyers, part.passed, pytest.approx(part.change))
            for check in (products_check, groups_check)
            for part in check(*models, outcome, FEW).parts
        ]

    assert found(np.arange(len(added))) == found(np.array(order))


def test_products_are_judged_among_their_buyers():
    # the first product sinks from the first place to the fifth, the second stays
    added = np.repeat([[1, 0], [0, 1]], [30, 20], axis=0)
    before = performance(np.ones(50), ranks=added.astype(float))
    after = performance(np.ones(50), ranks=added * np.array([0.2, 1.0]))
    check = products_check(after, before, outcome_of(added), FEW)
    first, second = check.parts
    assert (first.name, first.buyers, first.passed) == (CODES[0], 30, False)
    assert (second.name, second.buyers, second.passed) == (CODES[1], 20, True)
    assert first.change == pytest.approx(-0.8)
    assert not check.passed
    assert check.shown == f"-80.0% ({CODES[0]})"


def test_products_with_few_buyers_are_not_judged_alone():
    added = np.repeat([[1, 0], [0, 1]], [100, 99], axis=0)
    none = performance(np.ones(199), ranks=np.zeros((199, 2)))
    before = performance(np.ones(199), ranks=added.astype(float))
    (judged,) = products_check(none, before, outcome_of(added), Bounds(resamples=50)).parts
    assert (judged.name, judged.buyers) == (CODES[0], 100)


def test_products_beyond_the_main_ones_are_not_judged_alone():
    added = np.repeat([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [3, 5, 4], axis=0)
    model = performance(np.ones(12), ranks=added.astype(float))
    bounds = FEW.model_copy(update={"main_products": 2})
    judged = products_check(model, model, outcome_of(added), bounds).parts
    assert [part.name for part in judged] == [CODES[1], CODES[2]]


def test_nothing_to_judge_alone_passes_and_says_so():
    model = performance(np.ones(5))
    check = products_check(model, model, everybody_buys(5), Bounds(resamples=20))
    assert (check.passed, check.figure, len(check.parts)) == (True, None, 0)
    assert "100 buyers" in check.sentence


def test_groups_are_judged_apart():
    sexes = ["H"] * 20 + ["V"] * 20 + [None] * 20
    before = performance(np.ones(60))
    after = performance(np.repeat([1.0, 0.5, 1.0], 20))
    check = groups_check(after, before, everybody_buys(60, sex=sexes), FEW)
    assert [(part.name, part.passed) for part in check.parts] == [
        ("sex H", True),
        ("sex V", False),
        ("sex not known", True),
    ]
    assert not check.passed
    assert "1 of 3 lose too much; the least favourable is sex V" in check.sentence


def test_groups_with_few_buyers_are_not_judged_alone():
    added, sexes = np.ones((40, 1)), np.repeat(["H", "V"], 20)
    added[:5] = 0
    model, bounds = performance(added[:, 0]), Bounds(resamples=20, min_buyers=16)
    (judged,) = groups_check(model, model, outcome_of(added, sex=sexes), bounds).parts
    assert (judged.name, judged.buyers) == ("sex V", 20)
