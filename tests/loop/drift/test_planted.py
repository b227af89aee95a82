"""Weeks of a simulated bank, as they are and with something planted."""

import pytest
from drift_bank import JUNE, MAY, PLANTS, SEASON_READING, UNTIL, Bank, Log

from bank_rs.loop.drift.watch import watch
from bank_rs.settings import Settings

SEEDS = (1, 2, 3, 4, 5)
CLIENTS = 12_000


def week_of(folder, shipped, reference, rows, withdrawn=""):
    """What is found in a log of these rows."""
    model = folder / "model"
    model.mkdir(parents=True)
    reference.write(model)
    Log(folder / "log", shipped).write(rows, withdrawn)
    return watch(Settings(_env_file=None, log_dir=folder / "log"), UNTIL, model).windows[1]


def names(window):
    return [alarm.name for alarm in window.alarms]


def test_twenty_unchanged_weeks_raise_one_alarm_at_most(shipped, tmp_path):
    found = []
    for seed in SEEDS:
        bank = Bank.simulate(CLIENTS, seed)
        reference = bank.reference(shipped, bank.months[-2])
        for number, rows in enumerate(bank.weeks(seed)):
            window = week_of(tmp_path / f"{seed}-{number}", shipped, reference, rows)
            assert window.judged
            found.append(names(window))
    assert len(found) == 20
    assert sum(map(len, found)) <= 1, found


@pytest.mark.parametrize("name", PLANTS)
def test_planted_drift_is_raised_in_its_first_week(name, shipped, reference, weeks, tmp_path):
    plant, reading = PLANTS[name]
    withdrawn = "tjcr" if reading.startswith("held_tjcr") else ""
    window = week_of(tmp_path, shipped, reference, plant(weeks[0]), withdrawn)
    assert reading in names(window)


def test_week_without_what_is_planted_raises_nothing(shipped, reference, weeks, tmp_path):
    assert names(week_of(tmp_path, shipped, reference, weeks[0])) == []


def test_season_of_june_is_raised(shipped, bank, tmp_path):
    june = bank.month(JUNE)
    rows = june.sample(june.height // 4, seed=1)
    window = week_of(tmp_path, shipped, bank.reference(shipped, MAY), rows)
    assert SEASON_READING in names(window)
