from datetime import date

import pytest

from bank_rs.loop.retraining.bounds import Bounds
from bank_rs.loop.retraining.check import Check, Part
from bank_rs.loop.retraining.page import render_verdict
from bank_rs.loop.retraining.verdict import Verdict
from tests.model.report.page import Page

HOSTILE = "<script>alert(1)</script>"
PART = {"buyers": 120, "champion": 0.5, "challenger": 0.4, "change": -0.2, "low": -0.3}


@pytest.fixture
def verdict():
    part = Part(name="payroll", high=-0.1, passed=False, **PART)
    return Verdict(
        model="bank-rs",
        version="7",
        champion="6",
        champion_sha256="0" * 64,
        data=f"simulated {HOSTILE}",
        months=5,
        month=date(2016, 4, 28),
        clients=60000,
        buyers=1800,
        seen=True,
        checks=(
            Check(name="one", figure=1, shown="+1", bound="> 0", passed=True, sentence=HOSTILE),
            Check(
                name="main products",
                figure=-0.2,
                shown="-20.0%",
                bound="-5%",
                passed=False,
                sentence="It lost.",
                parts=(part,),
            ),
        ),
        bounds=Bounds(),
    )


def test_page_is_well_formed_and_loads_nothing(verdict):
    page = Page(render_verdict(verdict))
    assert page.open == []
    assert page.count("script") == page.count("img") == 0
    assert all(address.startswith("data:,") for address in page.addresses)
    assert len(page.ids) == len(set(page.ids)) == 3


def test_page_has_every_rule_and_part_with_its_mark(verdict):
    texts = Page(render_verdict(verdict)).texts
    assert {"one", "main products", "payroll", "-20.0%"} <= set(texts)
    assert [text for text in texts if text.startswith(("✓", "✗"))] == [
        "✓ passed",
        "✗ failed",
        "✗ failed",
    ]
    assert any("failed the gate: main products" in text for text in texts)
    assert any("which flatters it" in text for text in texts)


def test_page_says_that_the_data_is_simulated(verdict):
    assert "simulated data" in Page(render_verdict(verdict)).texts
    real = verdict.model_copy(update={"data": "the bank's own"})
    assert "real data" in Page(render_verdict(real)).texts


def test_verdict_comes_back_from_its_json(verdict):
    assert not verdict.passed
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict
