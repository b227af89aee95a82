import json

import numpy as np
import pytest

from bank_rs.catalog import CODES, PRODUCTS
from bank_rs.service.answering.description import (
    ModelDescription,
    ProductDescription,
    describe_model,
    describe_products,
)
from bank_rs.service.answering.language import NAMES, Language
from bank_rs.service.following.served import ServedModel


@pytest.fixture(scope="module")
def served(training):
    return ServedModel(training.champion, "3", "registry", "champion", "0a1b", "9f86")


@pytest.fixture(scope="module")
def description(served):
    return describe_model(served)


def test_model_is_described_by_its_card(served, description):
    card = served.champion.card.model_dump(mode="json")
    answer = description.model_dump(mode="json")
    assert answer | card == answer
    assert [answer[name] for name in ("version", "source", "alias", "run_id", "sha256")] == [
        "3",
        "registry",
        "champion",
        "0a1b",
        "9f86",
    ]


def test_threshold_that_no_probability_reaches_is_null(served, description):
    thresholds = served.champion.pipeline[-1].thresholds_
    assert list(description.thresholds) == list(CODES)
    assert [value is None for value in description.thresholds.values()] == list(
        np.isinf(thresholds)
    )
    assert None in description.thresholds.values()
    assert set(description.thresholds.values()) - {None} <= set(thresholds.tolist())


def test_description_is_strict_json(description):
    def refuse(constant):
        raise AssertionError(constant)

    json.loads(description.model_dump_json(), parse_constant=refuse)


def test_copy_without_a_run_is_described(training):
    found = describe_model(ServedModel(training.champion, "9f86d081", "models"))
    assert (found.source, found.run_id) == ("models", None)


@pytest.mark.parametrize("language", Language)
def test_products_are_described_in_their_order(language):
    found = describe_products(language)
    assert tuple(product.name for product in found) == NAMES[language]
    for description, product in zip(found, PRODUCTS, strict=True):
        names = (description.code, description.column, description.slug)
        assert names == (product.code, product.column, product.slug)
        assert (description.ru, description.en, description.es) == (
            product.ru,
            product.en,
            product.es,
        )


@pytest.mark.parametrize("model", [ModelDescription, ProductDescription])
def test_example_is_an_answer(model):
    for example in model.model_json_schema()["examples"]:
        assert model.model_validate(example).model_dump(mode="json") == example


def test_example_of_a_product_is_what_is_answered():
    (example,) = ProductDescription.model_json_schema()["examples"]
    answered = [product.model_dump() for product in describe_products(Language.RU)]
    assert example in answered
