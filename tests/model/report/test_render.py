import re
from dataclasses import replace

import pytest

from bank_rs.model.report import render_html, render_markdown
from bank_rs.model.report.sections import sections_of
from tests.model.report.page import Page

HOSTILE = '<script>alert("x")</script> | `a` *b* [c](http://d) & $e$\n# f'


@pytest.fixture(scope="module")
def text(evidence):
    return render_html(evidence)


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


@pytest.fixture
def hostile(evidence):
    data = evidence.card.data.model_copy(update={"description": HOSTILE})
    card = evidence.card.model_copy(update={"data": data})
    importance = evidence.importance.with_columns(feature=evidence.importance["feature"] + HOSTILE)
    return replace(evidence, model=HOSTILE, card=card, importance=importance, limits=(HOSTILE,))


def test_page_is_well_formed_and_names_are_unique(page):
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_page_loads_nothing(page, text):
    assert page.count("script") == page.count("img") == page.count("iframe") == 0
    assert all(address.startswith(("#", "data:,")) for address in page.addresses)
    assert "@import" not in text
    assert all(place.startswith("#") for place in re.findall(r"url\(([^)]*)\)", text))


def test_links_within_the_page_lead_somewhere(page):
    assert {address[1:] for address in page.addresses if address.startswith("#")} <= set(page.ids)


def test_page_has_every_section_and_the_card(page, evidence):
    sections = [section.anchor for section in sections_of(evidence)]
    found = [names["id"] for tag, names in page.elements if tag == "section"]
    assert found == [*sections, "card"]


def test_every_figure_has_a_title_and_a_caption(page, evidence):
    sections = list(sections_of(evidence))
    shown = sum(len(section.plots) + len(section.tables) for section in sections)
    assert page.count("figure") == page.count("figcaption") == shown
    assert page.count("svg") == sum(len(section.plots) for section in sections)


def test_page_says_that_the_data_is_simulated(text, evidence):
    assert "simulated data" in text
    assert "Simulated" not in render_html(replace(evidence, simulated=False))


def test_page_is_small(text):
    assert len(text.encode()) < 3_000_000


def test_page_of_bare_evidence_has_no_empty_parts(bare):
    page = Page(render_html(bare))
    assert page.open == []
    assert page.count("section") == len(list(sections_of(bare))) + 1


def test_page_shows_hostile_text_as_text(hostile):
    page = Page(render_html(hostile))
    assert page.count("script") == 0
    assert any("<script>" in text for text in page.texts)
    assert page.open == []


def test_same_evidence_gives_the_same_page(evidence, text):
    assert render_html(evidence) == text


def test_document_has_tables_of_equal_rows(evidence):
    for table in re.findall(r"(?:^\|.*\n)+", render_markdown(evidence), re.MULTILINE):
        rows = table.splitlines()
        assert set(rows[1]) <= set("|-: ")
        assert len({row.count("|") for row in rows}) == 1


def test_document_has_the_sections_with_tables(evidence):
    text = render_markdown(evidence)
    for section in sections_of(evidence):
        assert (f"\n## {section.title}\n" in text) == bool(section.tables)
    assert "\n\n\n" not in text
    assert text.endswith("|\n")


def test_document_shows_hostile_text_as_text(hostile):
    text = render_markdown(hostile)
    assert "<script>" not in text
    assert "\n# f" not in text
    assert r"\| \`a\` \*b\* \[c\](http://d) &amp; $e$ \# f" in text
