"""The sections of a report, as far as there is something to show."""

from collections.abc import Iterator

import polars as pl

from bank_rs.model.report.evidence import Evidence
from bank_rs.model.report.figures import bars, calibration, comparison, gains
from bank_rs.model.report.figures.svg import Plot
from bank_rs.model.report.metrics import metrics_section
from bank_rs.model.report.products import products_section
from bank_rs.model.report.products import ratios as ratios_of
from bank_rs.model.report.section import Section
from bank_rs.model.report.table import table_of

_FEATURES = 25


def sections_of(evidence: Evidence) -> Iterator[Section]:
    """The sections in their order."""
    yield metrics_section(evidence)
    if evidence.candidates is not None:
        yield _candidates(evidence, evidence.candidates)
    if evidence.seed is not None:
        yield _seed(evidence.seed)
    yield products_section(evidence)
    yield _calibration(evidence)
    if evidence.quality.gains is not None:
        yield _gains(evidence)
    if evidence.importance is not None:
        yield _importance(evidence.importance)
    if evidence.quality.slices:
        yield _slices(evidence)
    if evidence.backtest is not None:
        yield _backtest(evidence.backtest)


def _candidates(evidence: Evidence, candidates: pl.DataFrame) -> Section:
    plots = []
    if {"map_at_7_normalised", "microseconds"} <= set(candidates.columns):
        measured = candidates.drop_nulls(["map_at_7_normalised", "microseconds"])
        if measured.height:
            plots = [
                Plot(
                    "trade-off",
                    "Quality and latency",
                    "Up is better, left is faster: what a better list costs in the time of one "
                    "prediction.",
                    lambda: comparison.trade_off(measured),
                )
            ]
    table = table_of(
        candidates,
        "Quality and cost",
        f"Every candidate on the same split of {evidence.source}; the best of a column is marked.",
        mark_best=True,
    )
    text = "What was tried before this model was chosen, from plain rules to boosted trees."
    return Section("candidates", "Candidates and baselines", text, plots, [table])


def _seed(seed: pl.DataFrame) -> Section:
    caption = (
        "Precision, recall, F1 and ROC-AUC as the seed project computes them; its own figures are "
        "of the real data."
    )
    text = (
        "The seed project judges in two ways: A keeps only clients who buy somewhere in the "
        "data, which looks into the future, B keeps everybody and the common products."
    )
    table = table_of(seed, "Both protocols", caption)
    return Section("seed", "The seed project's protocols", text, tables=[table])


def _calibration(evidence: Evidence) -> Section:
    quality = evidence.quality
    plot = Plot(
        "calibration",
        "Predicted and observed",
        "Left: points on the dotted line are right, bars are two standard errors. Right: products "
        f"in the band are within {calibration.LOW} and {calibration.HIGH}.",
        lambda: calibration.calibration(quality.reliability, ratios_of(quality.products)),
    )
    table = table_of(
        quality.reliability,
        "Reliability",
        "Pairs of client and product by probability, each row a tenth of the expected additions.",
    )
    text = "Whether 2% means that two of a hundred such clients add the product."
    return Section("calibration", "Calibration", text, [plot], [table])


def _gains(evidence: Evidence) -> Section:
    curves = {"model": evidence.quality.gains, "popularity": evidence.baseline_gains}
    known = {name: curve for name, curve in curves.items() if curve is not None}
    plot = Plot(
        "gains",
        "Gains and lift",
        "Pairs of client and product offered from the most probable on, the axis of "
        "pairs is logarithmic.",
        lambda: gains.gains(known),
    )
    text = "How many of the additions a campaign finds that offers only the likeliest pairs."
    return Section("gains", "Cumulative gains and lift", text, [plot])


def _importance(importance: pl.DataFrame) -> Section:
    total = float(importance["gain"].sum()) or 1.0
    top = importance.sort("gain", descending=True).head(_FEATURES)
    shares = dict(top.select("feature", pl.col("gain") / total).iter_rows())
    plot = Plot(
        "importance",
        f"The {len(shares)} features with the most gain",
        "Share of the drop of the loss in all trees that splits on the feature brought.",
        lambda: bars.importance(shares),
    )
    table = table_of(
        pl.DataFrame({"feature": list(shares), "share": list(shares.values())}),
        "By feature",
        "The same in numbers.",
        folded=True,
    )
    text = "What the trees ask about. Features that say nearly the same share their gain."
    return Section("importance", "Feature importance", text, [plot], [table])


def _slices(evidence: Evidence) -> Section:
    slices, overall = evidence.quality.slices, evidence.quality.metrics["map_at_7_normalised"]
    plot = Plot(
        "slices",
        "MAP@7 / ceiling by group",
        "The dotted line is that of all clients; small groups scatter.",
        lambda: bars.slices(slices, overall),
    )
    tables = [
        table_of(table, f"By {name}", "Hit rates are of the buyers of the group.", folded=True)
        for name, table in slices.items()
    ]
    return Section("slices", "Groups of clients", "Where the lists serve worse.", [plot], tables)


def _backtest(months: pl.DataFrame) -> Section:
    plots = []
    if "map_at_7_normalised" in months.columns:
        caption = "By the month by which products were added; the closer to the limit the better."
        plots = [Plot("backtest", "MAP@7 / ceiling", caption, lambda: comparison.backtest(months))]
    caption = "A row per month of additions, judged by a model that learnt from earlier ones only."
    table = table_of(months, "By month", caption)
    text = "The same model trained and judged again at earlier origins: how much months differ."
    return Section("backtest", "Rolling-origin backtest", text, plots, [table])
