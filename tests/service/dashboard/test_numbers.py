"""The page's arithmetic, asked in the browser that does it."""

import pytest

from tests.service.dashboard.visitor import plain


@pytest.fixture(scope="module")
def page(chromium, served):
    page = chromium.new_page(locale="ru-RU")
    page.goto(f"{served}/dashboard?refresh=off")
    yield page
    page.close()


@pytest.fixture(scope="module")
def called(page):
    """Call a function of one of the page's modules."""

    def call(module, function, *given):
        script = """async ([module, name, given]) =>
            (await import(`./dashboard/page/${module}.js`))[name](...given)"""
        return page.evaluate(script, [module, function, given])

    return call


@pytest.mark.parametrize(
    ("calculation", "expected"), [("lastNotNull", 3), ("sum", 6), ("max", 4), ("mean", 2)]
)
def test_many_values_become_one_and_holes_are_passed_over(called, calculation, expected):
    assert called("series", "reduced", [None, -1, 4, None, 3, None], calculation) == expected
    assert called("series", "reduced", [None], calculation) is None


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (1234567, "locale", 0, "1234567"),
        (0, "none", None, "0"),
        (0.04567, "none", None, "0,0457"),
        (12345.6, "none", None, "12346"),
        (3.14159, "none", 2, "3,14"),
        (1234567, "short", None, "1,23млн"),
        (0.1234, "percentunit", 1, "12,3%"),
        (-0.5, "percentunit", 0, "-50%"),
        (0.5, "ms", None, "500мкс"),
        (0, "ms", None, "0мс"),
        (1500, "ms", None, "1,5с"),
        (59, "s", 0, "59с"),
        (7200, "s", 0, "2ч"),
        (172800, "s", 0, "2дн."),
        (5200, "decmbytes", None, "5,2ГБ"),
        (52.25, "reqps", None, "52,3зап/с"),
    ],
)
def test_numbers_are_written_as_russian_readers_write_them(called, value, unit, decimals, text):
    field = {"unit": unit, "decimals": decimals} if decimals is not None else {"unit": unit}
    assert plain(called("units", "formatted", value, field)) == text


@pytest.mark.parametrize(
    ("marks", "step", "unit", "texts"),
    [
        ([0, 2.5, 5], 2.5, "none", ["0,0", "2,5", "5,0"]),
        ([0, 500, 1000], 500, "ms", ["0,0с", "0,5с", "1,0с"]),
        ([0, 0.25, 0.5], 0.25, "percentunit", ["0%", "25%", "50%"]),
        ([0, 1800, 3600], 1800, "s", ["0,0ч", "0,5ч", "1,0ч"]),
    ],
)
def test_labels_of_an_axis_are_of_one_size(called, marks, step, unit, texts):
    assert [plain(text) for text in called("units", "labels", marks, step, unit)] == texts


def test_thresholds_colour_from_their_value_on(called):
    steps = [{"value": None, "color": "green"}, {"value": 1, "color": "red"}]
    field = {"color": {"mode": "thresholds"}, "thresholds": {"steps": steps}}
    colours = [called("colors", "colorOf", field, 0, value) for value in (0.99, 1, 2)]
    assert colours == [called("colors", "colored", name) for name in ("green", "red", "red")]


def test_stacked_series_lie_on_those_before_them_and_the_last_comes_first(called):
    columns = [[1, None, 3], [10, 20, None], [100, 200, 300]]
    expected = [[111, 220, 303], [11, 20, None], [1, None, 3]]
    assert called("stacking", "stacked", columns) == expected


@pytest.mark.parametrize(
    ("module", "function", "given"),
    [
        ("units", "formatted", (1, {"unit": "parsecs"})),
        ("series", "reduced", ([1], "stdDev")),
        ("colors", "colored", ("plaid",)),
        ("colors", "colorOf", ({"color": {"mode": "continuous-GrYlRd"}}, 0)),
    ],
)
def test_what_the_page_cannot_draw_is_an_error(called, module, function, given):
    with pytest.raises(Exception, match=r"Error: .*(эта страница|этой странице)"):
        called(module, function, *given)


@pytest.mark.parametrize(
    ("own", "start"),
    [("15y", -15 * 365 * 86_400), ("now-2d", -172_800), (None, -60), ("now/d", -60)],
)
def test_panel_with_a_time_of_its_own_shows_it_up_to_the_page_s_end(called, own, start):
    span = {"from": 1000 - 60, "to": 1000}
    assert called("time", "spanOf", {"timeFrom": own}, span) == {"from": 1000 + start, "to": 1000}


def test_months_that_are_long_past_are_written_with_their_year(called):
    may = 1_464_436_800
    assert called("time", "moment", may) == "05.2016"
    assert called("time", "timeLabels", [may], 30 * 86_400) == ["05.2016"]
    assert called("time", "timeLabels", [may], 86_400) == ["28.05"]
