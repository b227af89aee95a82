from datetime import date

from bank_rs.predictions.days import day_folder, day_folders, forget

DAYS = [date(2016, 5, 31), date(2016, 6, 1), date(2016, 6, 2)]


def test_folders_come_by_day(tmp_path):
    for day in reversed(DAYS):
        day_folder(tmp_path, day).mkdir()
    (tmp_path / "journals").mkdir()
    assert list(day_folders(tmp_path)) == DAYS


def test_old_days_are_forgotten_and_nothing_else(tmp_path):
    for day in DAYS:
        day_folder(tmp_path, day).mkdir()
        (day_folder(tmp_path, day) / "one.parquet").touch()
    (tmp_path / "journals").mkdir()
    forget(tmp_path, DAYS[1])
    assert list(day_folders(tmp_path)) == DAYS[1:]
    assert (tmp_path / "journals").is_dir()


def test_log_that_is_not_there_has_nothing_to_forget(tmp_path):
    forget(tmp_path / "log", DAYS[0])
