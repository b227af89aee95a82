import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.catalog import CODES, PRODUCTS, mask_of
from bank_rs.service.answering import answers
from bank_rs.service.answering.language import Language, name_of
from bank_rs.service.answering.scored import Asked, HistoryUsed, Scored

PROBABILITIES = st.lists(st.floats(0, 1), min_size=24, max_size=24)
LANGUAGES = st.sampled_from(list(Language))
MASKS = st.integers(0, 2**24 - 1)


def scored(probabilities, owned=0):
    asked = Asked({"owned": owned}, (), HistoryUsed.NONE)
    return Scored(asked, None, np.array(probabilities), 0)


@given(MASKS, LANGUAGES)
def test_offer_names_all_products_in_their_order(offered, language):
    answer = json.loads(answers.offer(offered, language))
    assert list(answer) == [name_of(product, language) for product in PRODUCTS]
    assert sum(flag << bit for bit, flag in enumerate(answer.values())) == offered


def test_offer_is_russian_text_and_not_escapes():
    assert "Кредитная карта".encode() in answers.offer(0, Language.RU)


@given(PROBABILITIES, st.floats(0, 1))
def test_chances_fall_and_reach_the_threshold(probabilities, threshold):
    answer = json.loads(answers.chances(probabilities, Language.CODE, threshold))
    values = list(answer.values())
    assert values == sorted(values, reverse=True)
    expected = {c: p for c, p in zip(CODES, probabilities, strict=True) if p >= threshold}
    assert answer == expected


@given(PROBABILITIES, MASKS, st.integers(1, 24))
def test_ranking_has_the_likeliest_that_are_not_held(probabilities, owned, k):
    answer = json.loads(answers.ranking(scored(probabilities, owned), Language.EN, k))
    free = [bit for bit in range(24) if not owned >> bit & 1]
    assert len(answer) == min(k, len(free))
    best = sorted((probabilities[bit] for bit in free), reverse=True)[:k]
    assert [entry["probability"] for entry in answer] == best
    assert all(not owned >> CODES.index(entry["code"]) & 1 for entry in answer)


def test_ranking_of_equals_follows_the_order_of_the_products():
    answer = json.loads(answers.ranking(scored([0.5] * 24, mask_of("ahor")), Language.ES, 2))
    assert [(entry["code"], entry["name"]) for entry in answer] == [
        ("aval", "Aval"),
        ("cco", "Cuenta corriente"),
    ]


def test_encode_refuses_what_json_does_not_know():
    with pytest.raises(ValueError, match="JSON compliant"):
        answers.encode(float("nan"))
