"""Quality by product."""

from typing import Final

import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.model.evaluate import Curve
from bank_rs.model.report import number
from bank_rs.model.report.evidence import Evidence
from bank_rs.model.report.figures import curves as drawing
from bank_rs.model.report.figures.svg import Plot
from bank_rs.model.report.section import Section
from bank_rs.model.report.table import table_of

NAMES: Final = {product.code: product.en for product in PRODUCTS}

_DRAWN: Final = 12
_TOTALS: Final = 10


def ratios(products: pl.DataFrame) -> dict[str, float]:
    """Predicted over actual additions of the products added most, by name."""
    common = _by_additions(products).drop_nulls("predicted_over_actual").head(_TOTALS)
    pairs = common.filter(pl.col("expected") > 0).select("product", "predicted_over_actual")
    return {NAMES[code]: ratio for code, ratio in pairs.iter_rows()}


def products_section(evidence: Evidence) -> Section:
    """Curves of the main products and the table of all."""
    products = _by_additions(evidence.quality.products)
    drawn = [code for code in products["product"] if code in evidence.quality.curves][:_DRAWN]
    named = pl.col("product").replace_strict(NAMES) + " (" + pl.col("product") + ")"
    answered, added = pl.col("answered") > 0, pl.col("additions") > 0
    defined = (
        pl.when(answered).then("precision").alias("precision"),
        pl.when(added).then("recall").alias("recall"),
        pl.when(answered & added).then("f1").alias("f1"),
    )
    table = table_of(
        products.with_columns(named, *defined),
        "By product",
        "Measured on the clients who did not hold it; expected is the sum of the probabilities.",
    )
    text = "How well the model tells, product by product, who adds it. The commonest come first."
    plots = _plots(products, {code: evidence.quality.curves[code] for code in drawn})
    return Section("products", "Products", text, plots, [table])


def _plots(products: pl.DataFrame, curves: dict[str, Curve]) -> list[Plot]:
    if not curves:
        return []
    named = {NAMES[code]: curve for code, curve in curves.items()}
    areas, precisions = (_notes(products, column) for column in ("auc", "average_precision"))
    return [
        Plot(
            "roc",
            "ROC curves",
            "The higher above the dotted line of chance the better; the number is the area below.",
            lambda: drawing.roc(named, areas),
        ),
        Plot(
            "precision-recall",
            "Precision and recall",
            "How many of those selected add the product, the dotted line for a random selection; "
            "the number is the average precision, and each plot has its own scale.",
            lambda: drawing.precision_recall(named, precisions),
        ),
    ]


def _notes(products: pl.DataFrame, column: str) -> dict[str, str]:
    pairs = products.select("product", column).iter_rows()
    return {NAMES[code]: number.hundredths(value) for code, value in pairs}


def _by_additions(products: pl.DataFrame) -> pl.DataFrame:
    return products.sort("additions", descending=True, maintain_order=True)
