from dataclasses import replace

import polars as pl
import pytest

from bank_rs.model.report.sections import sections_of

ALWAYS = ["metrics", "products", "calibration", "gains"]
ALL = [
    "metrics",
    "candidates",
    "seed",
    "products",
    "calibration",
    "gains",
    "importance",
    "slices",
    "backtest",
]


def anchors(evidence):
    return [section.anchor for section in sections_of(evidence)]


def test_sections_of_full_evidence(evidence):
    assert anchors(evidence) == ALL


def test_sections_without_data_are_left_out(bare):
    assert anchors(bare) == ALWAYS


def test_candidates_without_latency_have_no_trade_off(evidence):
    candidates = evidence.candidates.drop("microseconds")
    section = list(sections_of(replace(evidence, candidates=candidates)))[1]
    assert (len(section.plots), len(section.tables)) == (0, 1)
    unmeasured = evidence.candidates.with_columns(microseconds=pl.lit(None, pl.Float64))
    assert not list(sections_of(replace(evidence, candidates=unmeasured)))[1].plots


def test_backtest_of_other_metrics_is_a_table(evidence):
    months = evidence.backtest.select("month", f1_micro="map_at_7_normalised")
    assert not list(sections_of(replace(evidence, backtest=months)))[-1].plots


def test_everything_shown_has_a_title_and_a_sentence(evidence):
    for section in sections_of(evidence):
        assert section.title
        assert section.text.endswith(".")
        for shown in (*section.plots, *section.tables):
            assert shown.title
            assert shown.caption.endswith(".")


@pytest.mark.parametrize("gain", [0.0, 5.0])
def test_importance_is_in_shares_of_all_gain(evidence, gain):
    importance = pl.DataFrame({"feature": ["age"], "gain": [gain]})
    section = next(
        part
        for part in sections_of(replace(evidence, importance=importance))
        if part.anchor == "importance"
    )
    assert "age" in section.plots[0].svg
