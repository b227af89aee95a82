import numpy as np
import pytest

from bank_rs.catalog import PRODUCTS
from bank_rs.service.trial.comparing import Answer, compare


@pytest.fixture(scope="module")
def answers(champion, asked):
    found = []
    for one in asked:
        row = champion.champion.probabilities(one.values)
        bits = champion.champion.answers(row[None])[0]
        mask = sum(int(bit) << place for place, bit in enumerate(bits))
        found.append(Answer(one, champion, row, mask))
    return found


def likeliest(row, owned):
    free = [place for place in range(len(PRODUCTS)) if not owned >> place & 1]
    return max(free, key=lambda place: row[place], default=None)


def test_comparison_is_that_of_client_by_client(answers, champion, challenger):
    both = (champion.champion, challenger.champion)
    disagreements = first_differs = 0
    offers, sums = np.zeros((2, 24), np.int64), np.zeros((2, 24))
    for answer in answers:
        rows = [model.probabilities(answer.asked.values) for model in both]
        bits = [model.answers(row[None])[0] for model, row in zip(both, rows, strict=True)]
        offers += np.array(bits)
        sums += np.array(rows)
        disagreements += not np.array_equal(*bits)
        firsts = {likeliest(row, answer.asked.values["owned"]) for row in rows}
        first_differs += len(firsts) > 1
    found = compare(answers, challenger.champion)
    assert (found.compared, found.disagreements) == (len(answers), disagreements)
    assert found.first_differs == first_differs
    assert np.array_equal(found.offers, offers)
    assert np.allclose(found.probability, sums, rtol=1e-12)
    assert 0 < disagreements < len(answers)
    assert 0 < first_differs < len(answers)


def test_model_agrees_with_itself(answers, champion):
    found = compare(answers, champion.champion)
    assert (found.disagreements, found.first_differs) == (0, 0)
    assert np.array_equal(*found.offers)
    assert np.array_equal(*found.probability)
