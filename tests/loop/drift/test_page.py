from datetime import UTC, datetime

from bank_rs.loop.drift.drift import Drift, WindowDrift
from bank_rs.loop.drift.page import render_page
from bank_rs.loop.drift.reading import Kind, Reading

TIME = datetime(2016, 6, 30, 12, tzinfo=UTC)


def page(*readings, version="7"):
    day = WindowDrift(
        window="day", since=TIME, until=TIME, version=version, rows=9, readings=readings
    )
    return render_page(Drift(time=TIME, windows=(day,)))


def reading(subject, size, alarm):
    return Reading(kind=Kind.VALUES, subject=subject, size=size, limit=0.05, alarm=alarm)


def test_page_names_alarms_and_the_rest():
    html = page(reading("income", 0.5, True), reading("age", 0.01, False))
    assert "1 alarms in the last day" in html
    assert html.index("<h3>Alarms</h3>") < html.index("Everything else")
    assert html.count("income: values") > html.count("Everything else")
    assert "<svg" in html


def test_page_without_alarms_says_so():
    html = page(reading("age", 0.01, False))
    assert "<h1>No drift</h1>" in html
    assert "<h3>Alarms</h3>" not in html


def test_page_of_too_few_clients_says_so():
    assert "too few to judge" in page()


def test_page_loads_nothing_and_escapes_what_it_is_told():
    html = page(reading("age", 0.01, False), version="<script>")
    assert "<script>" not in html
    assert "http:" not in html.replace("http://www.w3.org", "")
    assert "https:" not in html
