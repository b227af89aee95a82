import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bank_rs.catalog import CODES, PRODUCTS
from bank_rs.service.answering.language import (
    JSON_NAMES,
    NAMES,
    Language,
    UnknownLanguageError,
    language_of,
    name_of,
)

RU, EN, ES, CODE = Language


@pytest.mark.parametrize("language", Language)
def test_query_goes_before_the_header(language):
    assert language_of(str(language), b"es") is language


@pytest.mark.parametrize("query", ["", "de", "RU", "ru-RU", "en,es", "CODE"])
def test_unknown_query_is_refused_with_the_rule_and_without_its_value(query):
    with pytest.raises(UnknownLanguageError, match=r"^lang must be one of ru, en, es, code\.$"):
        language_of(query, b"en")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, RU),
        (b"", RU),
        (b"en", EN),
        (b"ES", ES),
        (b"en-GB", EN),
        (b"es-419, en;q=0.9", ES),
        (b"en;q=0.5, es;q=0.8", ES),
        (b"en;q=0.8,es;q=0.8", EN),
        (b"es;q=0.8,en;q=0.8", ES),
        (b"de, fr;q=0.9, en;q=0.1", EN),
        (b"en ; q=0.2 ,\tes;q=0.3", ES),
        (b"en, , es", EN),
        (b"en;q=1.000, es;q=0.999", EN),
        (b"en-GB;q=0.1, en-US;q=0.9, es;q=0.5", EN),
        (b"de", RU),
        (b"code", RU),
        (b"*", RU),
        (b"*;q=0.5, es", ES),
        (b"*, es;q=0.5", RU),
        (b"ru;q=0, *", EN),
        (b"ru;q=0, en;q=0, *;q=0.1", ES),
        (b"en;q=0", RU),
        (b"*;q=0", RU),
        (b"en;q=2, es", RU),
        (b"en;q=a, es", RU),
        (b"en;q=0.1234, es", RU),
        (b"en;q=-1, es", RU),
        (b"en;level=1, es", RU),
        (b"en_GB, es", RU),
        ("английский, es".encode(), RU),
        (b"\xff\xfe", RU),
        (b"es," * 100, RU),
    ],
)
def test_header_chooses_the_language(header, language):
    assert language_of(None, header) is language


@given(st.binary(max_size=300) | st.text(alphabet="enrus*-;,q=.01 \t", max_size=60).map(str.encode))
@example(b"," * 300)
@example(b"en;q=")
def test_no_header_raises(header):
    assert language_of(None, header) in (RU, EN, ES)


WEIGHTS = st.integers(0, 1000)


@given(st.permutations([(b"ru", 0), (b"en", 1), (b"es", 2)]), st.tuples(*[WEIGHTS] * 3))
def test_heavier_language_wins_in_any_order(tags, weights):
    header = b", ".join(b"%s;q=%d.%03d" % (tag, *divmod(weights[i], 1000)) for tag, i in tags)
    chosen = language_of(None, header)
    heaviest = max(weights)
    assert chosen is RU if not heaviest else weights[[RU, EN, ES].index(chosen)] == heaviest


@pytest.mark.parametrize("language", Language)
def test_names_stand_in_the_order_of_products(language):
    assert NAMES[language] == tuple(name_of(product, language) for product in PRODUCTS)
    assert [json.loads(name) for name in JSON_NAMES[language]] == list(NAMES[language])
    assert b"\\u" not in b"".join(JSON_NAMES[language])


def test_code_names_products_by_their_codes():
    assert NAMES[CODE] == CODES
