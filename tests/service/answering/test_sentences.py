import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.catalog import PRODUCTS
from bank_rs.data.field_names import FIELD_NAMES
from bank_rs.model.explain import Contribution
from bank_rs.service.answering.language import Language, name_of
from bank_rs.service.answering.sentences import sentence

CARD = PRODUCTS[18]
SEVERAL = [
    Contribution("renta", 0.4),
    Contribution("ind_tjcr_fin_ult1", 0.3),
    Contribution("age", -0.2),
    Contribution("ind_hip_fin_ult1", 0.1),
    Contribution("segmento", -0.1),
]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.RU,
            (
                "Кредитная карта: повышают — доход домохозяйства, история самого продукта и "
                "«Ипотека»; понижают — возраст и сегмент."
            ),
        ),
        (
            Language.EN,
            (
                "Credit card: raised by household income, its own history and “Mortgage”; "
                "lowered by age and segment."
            ),
        ),
        (
            Language.ES,
            (
                "Tarjeta de crédito: a favor, renta del hogar, su propio historial e «Hipoteca»; "
                "en contra, edad y segmento."
            ),
        ),
        (
            Language.CODE,
            (
                "tjcr: raised by renta, ind_tjcr_fin_ult1 and ind_hip_fin_ult1; "
                "lowered by age and segmento."
            ),
        ),
    ],
)
def test_sentence_names_what_raises_and_what_lowers(language, expected):
    assert sentence(CARD, SEVERAL, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.RU, "Кредитная карта: понижает — «Особый счёт „Ещё больше“»."),
        (Language.EN, "Credit card: lowered by “Más Particular account”."),
        (Language.ES, "Tarjeta de crédito: en contra, «Cuenta más particular»."),
        (Language.CODE, "tjcr: lowered by ind_ctma_fin_ult1."),
    ],
)
def test_sentence_of_one_field_agrees_with_it(language, expected):
    assert sentence(CARD, [Contribution("ind_ctma_fin_ult1", -0.1)], language) == expected


@pytest.mark.parametrize(
    ("language", "end"),
    [
        (Language.RU, "вероятность одна для всех клиентов без этого продукта."),
        (Language.ES, "la probabilidad es la misma para todos los clientes que no lo tienen."),
        (Language.CODE, "the probability is the same for every client who does not hold it."),
    ],
)
def test_sentence_without_fields_says_why(language, end):
    assert sentence(CARD, [], language) == f"{name_of(CARD, language)}: {end}"


@given(
    st.sampled_from(PRODUCTS),
    st.lists(
        st.builds(
            Contribution,
            st.sampled_from([*FIELD_NAMES, *(product.column for product in PRODUCTS)]),
            st.floats(-5, 5).filter(bool),
        ),
        unique_by=lambda contribution: contribution.field,
        max_size=5,
    ),
    st.sampled_from(Language),
)
def test_every_sentence_is_one_and_tells_no_number(product, contributions, language):
    text = sentence(product, contributions, language)
    assert text.startswith(f"{name_of(product, language)}: ")
    assert text.endswith(".")
    assert text.count(".") == 1
    assert "  " not in text
    if language is not Language.CODE:
        assert not any(letter.isdigit() or letter == "_" for letter in text)
