import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.model.evaluate import (
    MetricInputError,
    average_precision,
    average_precision_at,
    map_at_k,
    rank,
)
from tests.model.evaluate.arrays import pairs


def average_precision_by_the_book(ranked: list[int], added: set[int], k: int) -> float:
    """The competition's formula, one client at a time."""
    if not added:
        return 0.0
    hits, total = set(), 0.0
    for place, product in enumerate(ranked[:k], start=1):
        if product in added and product not in hits:
            hits.add(product)
            total += len(hits) / place
    return total / min(len(added), k)


@pytest.mark.parametrize(
    ("ranked", "added", "k", "expected"),
    [
        ([0, 1, 2], [1, 0, 0], 7, 1),
        ([1, 0, 2], [1, 0, 0], 7, 1 / 2),
        # hits at ranks 1 and 3: (1/1 + 2/3) / 2
        ([0, 1, 2], [1, 0, 1], 7, 5 / 6),
        # hits at ranks 2 and 3 of three added, one of them not in the list: (1/2 + 2/3) / 3
        ([1, 0, 2], [1, 0, 1, 1], 7, 7 / 18),
        # only the first two places count, and two hits are the most there can be: (1/1 + 0) / 2
        ([0, 1, 2], [1, 0, 1], 2, 1 / 2),
        # three added, two places, both hits: (1/1 + 2/2) / 2
        ([0, 1], [1, 1, 1], 2, 1),
        # nothing added
        ([0, 1, 2], [0, 0, 0], 7, 0),
        # named twice, a product counts at its first place: (1/1) / 2
        ([0, 0, 0], [1, 1, 0], 7, 1 / 2),
        # an empty place keeps its rank: (1/2) / 1
        ([-1, 0], [1, 0, 0], 7, 1 / 2),
        ([], [1, 0, 0], 7, 0),
    ],
)
def test_average_precision_worked_by_hand(ranked, added, k, expected):
    assert average_precision([ranked], [added], k) == pytest.approx([expected])


def test_map_is_the_mean_over_all_clients():
    # 1, 1/2, and 0 for the client who added nothing
    assert map_at_k([[0, 1], [1, 0], [0, 1]], [[1, 0], [1, 0], [0, 0]]) == pytest.approx(0.5)


def test_map_with_eight_additions_is_divided_by_seven():
    added = np.zeros((1, 24), np.int8)
    added[0, :8] = 1
    assert map_at_k(np.arange(24)[None], added) == pytest.approx(1)
    # seven misses first, and the eighth place is not judged
    assert map_at_k(np.arange(23, -1, -1)[None], added) == 0


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64])
def test_map_takes_indices_of_any_integer_type(dtype):
    assert map_at_k(np.array([[1, 0]], dtype), np.array([[False, True]])) == 1


@pytest.mark.parametrize(
    ("ranked", "fault"),
    [
        ([[0, 3]], "from 0 to 2"),
        ([[0, -2]], "from 0 to 2"),
        ([[0.0, 1.0]], "must be product indices"),
        ([[0], [1]], "for every row of added"),
        ([0, 1], "for every row of added"),
    ],
)
def test_lists_that_name_no_products_are_refused(ranked, fault):
    with pytest.raises(MetricInputError, match=fault):
        map_at_k(ranked, [[0, 1, 0]])


@pytest.mark.parametrize("added", [[[1, 0]], [[0, 0]]])
def test_map_at_0_is_refused(added):
    with pytest.raises(MetricInputError, match="at least 1"):
        map_at_k([[0, 1]], added, k=0)


@given(st.data(), pairs(), st.integers(1, 12), st.integers(0, 12))
def test_average_precision_equals_the_formula(data, drawn, k, width):
    added = drawn[1]
    places = st.integers(-1, added.shape[1] - 1)
    ranked = [data.draw(st.lists(places, min_size=width, max_size=width)) for _ in added]
    expected = [
        average_precision_by_the_book(row, set(np.flatnonzero(truth)), k)
        for row, truth in zip(ranked, added, strict=True)
    ]
    assert average_precision(ranked, added, k) == pytest.approx(expected)


@given(pairs(), st.integers(1, 9))
def test_perfect_ranking_reaches_the_ceiling_and_none_exceeds_it(drawn, k):
    probabilities, added, held = drawn
    ceiling = added.any(axis=1).mean()
    assert map_at_k(rank(added, k=k), added, k) == pytest.approx(ceiling)
    assert map_at_k(rank(probabilities, held, k), added, k) <= ceiling + 1e-12


@given(pairs(), st.randoms())
def test_order_of_clients_changes_nothing(drawn, random):
    ranked, added = rank(drawn[0]), drawn[1]
    order = list(range(len(added)))
    random.shuffle(order)
    assert map_at_k(ranked[order], added[order]) == pytest.approx(map_at_k(ranked, added))


@given(pairs(min_columns=2), st.data())
def test_hit_that_moves_up_never_lowers_the_average_precision(drawn, data):
    ranked, added = rank(drawn[0], k=9), drawn[1]
    place = data.draw(st.integers(1, ranked.shape[1] - 1))
    promoted = ranked.copy()
    promoted[:, [place - 1, place]] = ranked[:, [place, place - 1]]
    hit = np.take_along_axis(added, ranked.astype(np.intp), axis=1)[:, place] == 1
    before, after = average_precision(ranked, added), average_precision(promoted, added)
    assert (after[hit] >= before[hit] - 1e-12).all()


@given(pairs())
def test_average_precision_of_probabilities_is_that_of_their_ranking(drawn):
    probabilities, added, held = drawn
    expected = average_precision(rank(probabilities, held), added)
    positive = np.where(held == 1, 0, probabilities + 0.1)
    assert average_precision_at(positive, added) == pytest.approx(expected)
