"""One sentence for each recommended product: what raises it and what lowers it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bank_rs.catalog import PRODUCTS, Product
from bank_rs.data.field_names import FIELD_NAMES
from bank_rs.model.explain import Contribution
from bank_rs.service.answering.language import Language, name_of

_PRODUCTS: Final = {product.column: product for product in PRODUCTS}
_SPANISH_I: Final = re.compile(r"[«]?(?:i|í|hi(?!e))", re.IGNORECASE)
"""What Spanish says "e" before, as "y" would be lost."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The parts of a sentence in one language.

    Attributes
    ----------
    raised, lowered
        Before one field, and before several.
    quotes
        Around the name of a product.
    own
        The flag of the very product that is explained.
    same
        What is said where no field has a say.
    last
        Joins the last field of a list to those before it.
    """

    raised: tuple[str, str]
    lowered: tuple[str, str]
    quotes: tuple[str, str]
    own: str
    same: str
    last: Callable[[str], str]


_ENGLISH: Final = _Grammar(
    raised=("raised by ",) * 2,
    lowered=("lowered by ",) * 2,
    quotes=("“", "”"),
    own="its own history",
    same="the probability is the same for every client who does not hold it",
    last=lambda _: " and ",
)

_GRAMMARS: Final[Mapping[Language, _Grammar]] = {
    Language.RU: _Grammar(
        raised=("повышает — ", "повышают — "),
        lowered=("понижает — ", "понижают — "),
        quotes=("«", "»"),
        own="история самого продукта",
        same="вероятность одна для всех клиентов без этого продукта",
        last=lambda _: " и ",
    ),
    Language.EN: _ENGLISH,
    Language.ES: _Grammar(
        raised=("a favor, ",) * 2,
        lowered=("en contra, ",) * 2,
        quotes=("«", "»"),
        own="su propio historial",
        same="la probabilidad es la misma para todos los clientes que no lo tienen",
        last=lambda field: " e " if _SPANISH_I.match(field) else " y ",
    ),
    Language.CODE: _ENGLISH,
}


def sentence(product: Product, contributions: Sequence[Contribution], language: Language) -> str:
    """Say in a sentence what moves the score of a product, without the client's values.

    Parameters
    ----------
    product
        The product that is explained.
    contributions
        As `Explainer.explain` returns them for this product.
    language
        For ``CODE`` the sentence is English and names products and fields by their codes.

    Examples
    --------
    >>> found = [Contribution("renta", 0.4), Contribution("ind_nomina_ult1", 0.2)]
    >>> sentence(PRODUCTS[18], [*found, Contribution("age", -0.1)], Language.EN)
    'Credit card: raised by household income and “Payroll”; lowered by age.'
    """
    grammar = _GRAMMARS[language]
    names = [(_called(c.field, product, language), c.value > 0) for c in contributions]
    clauses = [
        opening[len(fields) > 1] + _listed(fields, grammar)
        for opening, fields in (
            (grammar.raised, [name for name, raises in names if raises]),
            (grammar.lowered, [name for name, raises in names if not raises]),
        )
        if fields
    ]
    return f"{name_of(product, language)}: {'; '.join(clauses) or grammar.same}."


def _called(field: str, product: Product, language: Language) -> str:
    if language is Language.CODE:
        return field
    if field == product.column:
        return _GRAMMARS[language].own
    if held := _PRODUCTS.get(field):
        return _quoted(name_of(held, language), *_GRAMMARS[language].quotes)
    return str(getattr(FIELD_NAMES[field], language))


def _quoted(name: str, opening: str, closing: str) -> str:
    """The name in quotation marks; those it holds itself become the inner ones."""
    inner = name.replace("«", "„").replace("»", "“")
    return f"{opening}{inner}{closing}"


def _listed(fields: Sequence[str], grammar: _Grammar) -> str:
    *others, last = fields
    return f"{', '.join(others)}{grammar.last(last)}{last}" if others else last
