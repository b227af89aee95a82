from dataclasses import replace

import pytest

from bank_rs.service.trial.canary import Canary
from bank_rs.service.trial.lineup import Lineup
from bank_rs.service.trial.shares import NO_TRIAL, Shares


@pytest.fixture
def lineup(champion, challenger):
    return Lineup(champion, Shares(0, Canary(0.3)), challenger)


def test_chosen_are_those_of_the_canary(lineup, asked):
    chosen = lineup.chosen(asked)
    assert chosen == [one.values["id"] in Canary(0.3) for one in asked]
    assert any(chosen)


def test_nobody_is_chosen_without_a_challenger_or_a_share(lineup, champion, challenger, asked):
    assert not any(lineup.with_challenger(None).chosen(asked))
    assert not any(Lineup(champion, NO_TRIAL, challenger).chosen(asked))


def test_champion_is_not_its_own_challenger(lineup, champion, challenger):
    same = replace(challenger, champion=challenger.champion, version="7", sha256=champion.sha256)
    beside = lineup.with_challenger(same)
    assert beside.challenger is None
    assert beside.followed.version == "7"
    assert beside.followed.champion is champion.champion


def test_promoted_challenger_is_none_any_more_until_it_is_rolled_back(lineup, champion, challenger):
    promoted = lineup.with_champion(replace(challenger, alias="champion"))
    assert promoted.challenger is None
    back = promoted.with_champion(champion)
    assert back.challenger == challenger
