"""What the tests of the page have in common: a dashboard that is drawn, and its figures."""

from contextlib import contextmanager

from bank_rs.catalog import PRODUCTS
from tests.dashboards.planted import CODES

SERVICE, PRODUCT, MODEL = "bank-rs-service", "bank-rs-products", "bank-rs-model"


@contextmanager
def looking(open_page, url, board=SERVICE, **choices):
    """A visitor of a dashboard that is drawn."""
    with open_page("about:blank") as visitor:
        visitor.open(url, board, **choices)
        yield visitor


def offers(planted, instances=None):
    """What the bars are to say."""
    return {
        product.ru: str(planted.total(f"target.{product.slug}", instances=instances))
        for product in PRODUCTS
    }


def requests(planted, instances=None):
    return planted.total(*(f"response_code.{code}" for code in CODES), instances=instances)
