import re

from bank_rs.catalog import CODES, PRODUCTS, mask_of


def test_products_are_24_with_distinct_names():
    assert len(PRODUCTS) == 24
    for names in zip(
        *((p.code, p.column, p.slug, p.ru, p.en, p.es) for p in PRODUCTS), strict=True
    ):
        assert len(set(names)) == 24


def test_slug_is_fit_for_a_metric_path():
    assert all(re.fullmatch(r"[a-z0-9_]+", product.slug) for product in PRODUCTS)


def test_english_column_carries_the_slug():
    assert PRODUCTS[-1].english_column == "ind_1m_debit_account"


def test_mask_of_sets_the_bit_of_each_product():
    assert mask_of("ahor", "recibo") == 1 | 1 << 23
    assert mask_of(*CODES) == 2**24 - 1
    assert mask_of() == 0
