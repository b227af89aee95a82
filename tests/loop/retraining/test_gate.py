import numpy as np
import pytest

from bank_rs.loop.retraining.gate import Rival, checks
from tests.loop.retraining.hand_made import FEW, everybody_buys, performance

CLIENTS = 20
GOOD = performance(np.full(CLIENTS, 0.9), expected=CLIENTS)
FAIR = performance(np.full(CLIENTS, 0.8), losses=np.full(CLIENTS, 0.1), expected=CLIENTS)
POPULAR = np.full(CLIENTS, 0.5)
OUTCOME = everybody_buys(CLIENTS, sex=["H"] * CLIENTS)
RULES = [
    "better than the champion",
    "above popularity",
    "main products",
    "groups of clients",
    "calibration",
    "log loss",
    "latency",
]


def lost(challenger, rival, popularity=POPULAR):
    found = checks(challenger, rival, popularity, OUTCOME, FEW)
    return [check.name for check in found if not check.passed]


def test_better_challenger_keeps_every_rule():
    found = checks(GOOD, Rival(FAIR, 40, 40), POPULAR, OUTCOME, FEW)
    assert [check.name for check in found] == RULES
    assert all(check.passed for check in found)


@pytest.mark.parametrize(
    ("challenger", "rival", "popularity", "rules"),
    [
        (FAIR, Rival(GOOD, 40, 40), POPULAR, {RULES[0], RULES[2], RULES[3], RULES[5]}),
        (GOOD, Rival(GOOD, 40, 40), POPULAR, {"better than the champion"}),
        (GOOD, Rival(FAIR, 40, 40), np.full(CLIENTS, 0.9), {"above popularity"}),
        (GOOD, Rival(FAIR, 40, 61), POPULAR, {"latency"}),
        (
            performance(np.full(CLIENTS, 0.9), expected=2 * CLIENTS),
            Rival(FAIR, 40, 40),
            POPULAR,
            {"calibration"},
        ),
    ],
)
def test_each_rule_is_applied(challenger, rival, popularity, rules):
    assert set(lost(challenger, rival, popularity)) == rules


def test_without_a_champion_popularity_and_calibration_are_asked():
    found = checks(GOOD, None, POPULAR, OUTCOME, FEW)
    assert [check.name for check in found] == ["above popularity", "calibration"]
    assert lost(GOOD, None, np.full(CLIENTS, 0.95)) == ["above popularity"]
