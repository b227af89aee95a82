from matplotlib import rcParams
from matplotlib.figure import Figure

from bank_rs.model.report.figures.look import BLUE, COLOURS, new_axes
from bank_rs.model.report.figures.svg import Plot


def draw() -> Figure:
    figure, (axes,) = new_axes(2)
    axes.plot([0, 1], [0, 1], color=BLUE)
    axes.set_title("a < b & $c$")
    return figure


def test_svg_is_an_element_in_the_colours_of_the_page():
    svg = Plot("first", "title", "caption", draw).svg
    assert svg.startswith('<svg viewBox="')
    assert "var(--blue)" in svg
    assert not any(colour in svg for colour in COLOURS)
    assert "metadata" not in svg


def test_svg_keeps_text_as_text():
    assert "a &lt; b &amp; $c$" in Plot("first", "title", "caption", draw).svg


def test_names_in_svg_are_those_of_the_plot():
    first, second = (Plot(name, "title", "caption", draw).svg for name in ("first", "second"))
    assert 'id="first-' in first
    assert first.count("url(#first-") == first.count("url(#") > 0
    assert first.replace("first-", "") != second


def test_drawing_leaves_the_settings_of_matplotlib():
    before = dict(rcParams)
    _ = Plot("first", "title", "caption", draw).svg
    assert dict(rcParams) == before
