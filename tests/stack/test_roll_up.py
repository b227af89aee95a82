"""A day of points in the real Graphite, read back from each of its archives."""

import math
import random
import subprocess
import time
from dataclasses import dataclass

import pytest

from tests.graphite import ROOT, Graphite

STEP = 10
SHORT = 3600
"""Seconds that the day is short of, as the finest archive forgets while the tests run."""
ARCHIVES = {STEP: 86_400, 60: 14 * 86_400, 600: 700 * 86_400}
"""By the seconds of a slot, how far back a question may go to be answered from that archive."""
COUNTERS = ("clients", "response_time.count", "response_time.sum", "target.credit_card")
PEAKS = ("response_time.max", "response_time.p99", "system.saturation")
LAST = ("model.version", "system.up_time")
GAUGE = "system.cpu_load"


@dataclass
class Day:
    """What was sent, by metric and timestamp, and where it can be read again."""

    graphite: Graphite
    prefix: str
    start: int
    end: int
    sent: dict[str, dict[int, float]]

    def points(self, name, slot, function="x", **query):
        """Of one archive: graphite-web takes the finest that reaches back far enough."""
        back = self.start - 1 if slot == STEP else int(time.time()) - ARCHIVES[slot] + 60
        target = function.replace("x", f"{self.prefix}.{name}")
        query = {"from_": back, "until": self.end} | query
        (series,) = self.graphite.render(target, **query)
        return series["datapoints"]

    def read(self, name, slot, function="x", **query):
        points = self.points(name, slot, function, **query)
        return [value for value, _ in points if value is not None]


def values(draw, name, start, end):
    """A day of one metric: an hour is missing, and one point in twenty; not so of the gauge."""
    times = range(start, end, STEP)
    if name == GAUGE:
        return {at: draw.random() for at in times}
    gap = range(start + 30_000, start + 33_600)
    kept = (at for at in times if at not in gap and draw.random() > 0.05)
    return {at: draw.randrange(1000) for at in kept}


@pytest.fixture(scope="module")
def day(graphite):
    """Points in order but for one hour of them, which comes last, as after an outage."""
    draw = random.Random(7)
    end = int(time.time()) // 600 * 600
    start = end - 86_400 + SHORT
    names = (*COUNTERS, *PEAKS, *LAST, GAUGE)
    sent = {name: values(draw, name, start, end) for name in names}
    points = [(f"day.{name}", sent[name][at], at) for name in names for at in sent[name]]
    outage = range(start + 50_000, start + 53_600)
    late = [point for point in points if point[2] in outage]
    draw.shuffle(late)
    graphite.store(point for point in points if point[2] not in outage)
    graphite.store(late)
    return Day(graphite, "day", start, end, sent)


@pytest.mark.parametrize("slot", ARCHIVES)
def test_archives_are_the_ones_asked(day, slot):
    (_, first), (_, second), *_ = day.points(GAUGE, slot)
    assert second - first == slot


@pytest.mark.parametrize("slot", ARCHIVES)
@pytest.mark.parametrize("name", COUNTERS)
def test_total_of_a_day_is_the_same_in_each_archive(day, name, slot):
    assert sum(day.read(name, slot)) == sum(day.sent[name].values())


@pytest.mark.parametrize("slot", ARCHIVES)
@pytest.mark.parametrize("name", PEAKS)
def test_peak_of_a_day_is_the_same_in_each_archive(day, name, slot):
    assert max(day.read(name, slot)) == max(day.sent[name].values())


@pytest.mark.parametrize("slot", ARCHIVES)
@pytest.mark.parametrize("name", [*COUNTERS, *PEAKS, *LAST])
def test_slots_hold_what_the_points_within_them_make(day, name, slot):
    groups = {}
    for at, value in sorted(day.sent[name].items()):
        groups.setdefault(at // slot, []).append(value)
    roll_up = sum if name in COUNTERS else max if name in PEAKS else lambda group: group[-1]
    assert day.read(name, slot) == [roll_up(group) for group in groups.values()]


@pytest.mark.parametrize("slot", ARCHIVES)
def test_mean_of_a_gauge_without_gaps_is_the_same_in_each_archive(day, slot):
    found = day.read(GAUGE, slot)
    sent = day.sent[GAUGE].values()
    assert math.isclose(sum(found) / len(found), sum(sent) / len(sent), rel_tol=1e-9)


@pytest.mark.parametrize("slot", ARCHIVES)
def test_mean_time_of_a_day_is_the_same_in_each_archive(day, slot):
    found = [sum(day.read(f"response_time.{part}", slot)) for part in ("sum", "count")]
    sent = [sum(day.sent[f"response_time.{part}"].values()) for part in ("sum", "count")]
    assert found[0] / found[1] == sent[0] / sent[1]


@pytest.mark.parametrize("slot", ARCHIVES)
def test_total_of_a_day_in_one_point_is_the_same(day, slot):
    found = day.read("clients", slot, "consolidateBy(x, 'sum')", maxDataPoints=1)
    assert found == [sum(day.sent["clients"].values())]


@pytest.mark.parametrize(("slot", "points"), [(10, 100), (60, 100), (60, 7), (600, 100), (600, 7)])
def test_total_of_a_thinned_out_day_is_the_same(day, slot, points):
    # Graphite leaves out the first points, up to one of those it draws: here they are empty
    before = day.start - 900 if slot == STEP else day.start - 86_400
    found = day.read("clients", slot, "consolidateBy(x, 'sum')", maxDataPoints=points, from_=before)
    assert len(found) <= points
    assert sum(found) == sum(day.sent["clients"].values())


@pytest.mark.parametrize("slot", ARCHIVES)
def test_hours_of_a_day_add_up(day, slot):
    found = day.read("clients", slot, "summarize(x, '1h', 'sum')")
    assert len(found) < 26
    assert sum(found) == sum(day.sent["clients"].values())


def test_new_series_of_one_push_are_all_stored_and_sparse(graphite):
    now = int(time.time())
    graphite.store((f"many.series_{number}", number, now) for number in range(1000))
    files = list((graphite.whisper / "many").glob("*.wsp"))
    assert len(files) == 1000
    sizes = [file.stat() for file in files]
    assert max(512 * size.st_blocks for size in sizes) < min(size.st_size for size in sizes) / 20


def test_roll_up_of_a_file_changes_as_the_page_says(graphite):
    """The tool that docs/metrics.md names: another method from now on, and the points stay."""
    end = int(time.time()) // 600 * 600
    graphite.store(("old.minutes", minute, end - 60 * minute) for minute in range(1, 61))
    file = graphite.whisper / "old/minutes.wsp"
    before = file.read_bytes()
    tool = graphite.settings.graphite_venv / "bin/whisper-set-aggregation-method.py"
    assert tool.name in (ROOT / "docs/metrics.md").read_text("utf-8")
    subprocess.run((tool, file, "last"), check=True, capture_output=True)
    changed = file.read_bytes()
    assert changed[4:] == before[4:]
    (points,) = graphite.render("old.minutes", from_=end - 2 * ARCHIVES[60], until=end)
    assert len([value for value, _ in points["datapoints"] if value is not None]) == 6
    graphite.store([("old.minutes", 7, end - 50), ("old.minutes", 8, end - 550)])
    (points,) = graphite.render("old.minutes", from_=end - 2 * ARCHIVES[60], until=end - 1)
    assert points["datapoints"][-1] == [7, end - 600]
