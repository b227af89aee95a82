from datetime import UTC, datetime, timedelta

from bank_rs.loop.drift import Drift, latest_drift
from bank_rs.loop.drift.drift import KEPT, WindowDrift
from bank_rs.loop.drift.reading import FARTHEST, Kind, Reading, ratio_of

TIME = datetime(2016, 6, 30, 12, tzinfo=UTC)


def reading(size, alarm, subject="age"):
    return Reading(kind=Kind.VALUES, subject=subject, size=size, limit=0.05, alarm=alarm)


def drift(time=TIME, *readings):
    since = time - timedelta(days=1)
    return Drift(
        time=time,
        windows=(WindowDrift(window="day", since=since, until=time, readings=readings),),
    )


def test_alarms_are_the_farthest_first():
    found = drift(TIME, reading(0.06, True), reading(0.2, False), reading(0.3, True, "income"))
    assert [alarm.subject for alarm in found.alarms["day"]] == ["income", "age"]


def test_latest_is_the_one_kept_last(tmp_path):
    for hour in range(3):
        drift(TIME + timedelta(hours=hour), reading(0.1, True)).keep(tmp_path)
    assert latest_drift(tmp_path) == drift(TIME + timedelta(hours=2), reading(0.1, True))


def test_latest_passes_over_what_cannot_be_read(tmp_path):
    assert latest_drift(tmp_path) is None
    drift().keep(tmp_path)
    (tmp_path / "99990101T000000000000Z.json").write_text("{")
    assert latest_drift(tmp_path) == drift()


def test_oldest_are_deleted(tmp_path):
    times = [TIME + timedelta(hours=hour) for hour in range(KEPT + 3)]
    for time in times:
        drift(time).keep(tmp_path)
    assert len(list(tmp_path.iterdir())) == KEPT
    assert latest_drift(tmp_path).time == times[-1]


def test_ratio_is_the_same_both_ways_and_cut_off():
    assert ratio_of(1, 4) == ratio_of(4, 1) == 4
    assert ratio_of(0, 0) == 1
    assert ratio_of(0, 3) == FARTHEST
