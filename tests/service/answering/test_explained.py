import pytest

from bank_rs.model.explain import Contribution
from bank_rs.service.answering.explained import ExplainedProduct, explained_product
from bank_rs.service.answering.language import Language

EXAMPLES = ExplainedProduct.model_json_schema()["examples"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_an_answer(example):
    assert ExplainedProduct.model_validate(example).model_dump() == example


@pytest.mark.parametrize(
    ("number", "place", "language"), [(0, 18, Language.RU), (1, 1, Language.EN)]
)
def test_example_is_what_its_contributions_give(number, place, language):
    example = EXAMPLES[number]
    contributions = [Contribution(f["field"], f["contribution"]) for f in example["fields"]]
    answer = explained_product(place, example["probability"], contributions, language)
    assert answer.model_dump() == example
