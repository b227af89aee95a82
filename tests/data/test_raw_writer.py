import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bank_rs.catalog import mask_of
from bank_rs.data.fields import PANEL_SCHEMA, RAW_COLUMNS
from bank_rs.data.raw import read_raw
from bank_rs.data.raw_writer import raw_values, raw_writer, write_raw
from bank_rs.data.simulation import simulate

PUBLISHED = Path(__file__).with_name("santander_rows.csv")
ADULT = {
    "fetch_date": date(2015, 5, 28),
    "id": 21728,
    "ind_employee": "N",
    "country_of_residence": "ES",
    "gender": "V",
    "age": 53,
    "registration_date": date(1995, 10, 23),
    "ind_new_client": 0,
    "tenure_months": 237,
    "client_relationship_status": 1,
    "last_date_as_primary": None,
    "client_type_1m": "1",
    "client_activity_1m": "A",
    "ind_resident": "S",
    "ind_foreigner": "N",
    "ind_spouse_employee": None,
    "entry_channel": "KAT",
    "ind_deceased": "N",
    "address_type": 1,
    "province_code": 35,
    "province_name": "PALMAS, LAS",
    "ind_client_activity": 1,
    "income": 129000.96,
    "client_segment": "02 - PARTICULARES",
    "owned": mask_of("cco", "deme"),
    "unknown": 0,
}
STUDENT = ADULT | {
    "fetch_date": date(2015, 1, 28),
    "id": 1050529,
    "gender": "H",
    "age": 24,
    "registration_date": date(2012, 8, 10),
    "tenure_months": 35,
    "client_activity_1m": "I",
    "entry_channel": "KHE",
    "province_code": 13,
    "province_name": "CIUDAD REAL",
    "ind_client_activity": 0,
    "income": 36372.0,
    "client_segment": "03 - UNIVERSITARIO",
    "owned": mask_of("cco"),
}
LEAVER = ADULT | {
    "fetch_date": date(2016, 5, 28),
    "id": 1552848,
    "gender": "H",
    "age": 38,
    "registration_date": date(2016, 5, 26),
    "ind_new_client": 1,
    "tenure_months": 0,
    "client_relationship_status": 99,
    "last_date_as_primary": date(2016, 5, 26),
    "client_type_1m": None,
    "client_activity_1m": None,
    "ind_foreigner": "S",
    "entry_channel": None,
    "province_code": 20,
    "province_name": "GIPUZKOA",
    "ind_client_activity": 0,
    "income": None,
    "client_segment": None,
    "owned": 0,
}
WITHOUT_PROFILE = dict.fromkeys(PANEL_SCHEMA) | {
    "fetch_date": date(2015, 1, 28),
    "id": 1030835,
    "owned": 0,
    "unknown": mask_of("nomina", "nom_pens"),
}


def panel_of(*rows):
    return pl.DataFrame(rows, schema=PANEL_SCHEMA)


def lines_of(panel, folder):
    path = folder / "panel.csv"
    write_raw(panel, path)
    return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def published():
    header, *lines = PUBLISHED.read_text(encoding="utf-8").splitlines()
    return header, {int(line.split(",")[1]): line for line in reversed(lines)}


@pytest.mark.parametrize(
    "row",
    [ADULT, STUDENT, LEAVER, WITHOUT_PROFILE],
    ids=["adult", "student", "leaver", "without profile"],
)
def test_line_of_a_published_client_is_the_published_line(row, published, tmp_path):
    header, lines = published
    assert lines_of(panel_of(row), tmp_path) == [header, lines[row["id"]]]


def test_published_rows_survive_reading_and_writing(tmp_path):
    assert lines_of(read_raw(PUBLISHED), tmp_path) == PUBLISHED.read_text("utf-8").splitlines()


@pytest.mark.parametrize("suffix", [".csv", ".zip"])
def test_bytes_do_not_depend_on_the_split_into_panels(suffix, tmp_path):
    panel = simulate(300)
    whole, split = tmp_path / f"whole{suffix}", tmp_path / f"split{suffix}"
    write_raw(panel, whole)
    with raw_writer(split) as write:
        for month in panel.partition_by("fetch_date", maintain_order=True):
            write(month)
    assert read_raw(split).equals(read_raw(whole))
    if suffix == ".csv":
        assert split.read_bytes() == whole.read_bytes()


def test_bytes_do_not_depend_on_the_threads(tmp_path):
    """Polars fixes its threads at its start, so each number needs a process of its own."""
    simulate(300).write_parquet(tmp_path / "panel.parquet")
    code = (
        "import sys; from pathlib import Path; import polars as pl;"
        "from bank_rs.data.raw_writer import write_raw;"
        "write_raw(pl.read_parquet(sys.argv[1]), Path(sys.argv[2]))"
    )
    for threads in ("1", "3"):
        subprocess.run(
            [sys.executable, "-c", code, tmp_path / "panel.parquet", tmp_path / f"{threads}.csv"],
            env=os.environ | {"POLARS_MAX_THREADS": threads},
            check=True,
        )
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "3.csv").read_bytes()


@pytest.mark.parametrize("name", ["bank.csv", "bank.zip"])
def test_failed_writing_leaves_the_older_file(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(b"older")
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        write_raw(panel_of(ADULT).drop("owned"), path)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_file_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "bank.csv"
    with raw_writer(path) as write:
        write(panel_of(ADULT))
        assert not path.exists()
    assert list(tmp_path.iterdir()) == [path]


def test_unknown_tenure_of_a_known_client_is_written_as_sentinel(tmp_path):
    line = lines_of(panel_of(ADULT | {"tenure_months": None}), tmp_path)[1]
    assert line.split(",")[8] == "-999999"


def test_simulated_panel_survives_writing_and_reading(tmp_path):
    panel = simulate(5000)
    write_raw(panel, tmp_path / "bank.csv")
    assert read_raw(tmp_path / "bank.csv").equals(panel)


def test_zip_holds_one_csv_of_the_same_name(tmp_path):
    panel = panel_of(ADULT, STUDENT)
    write_raw(panel, tmp_path / "bank.csv.zip")
    with zipfile.ZipFile(tmp_path / "bank.csv.zip") as archive:
        assert archive.namelist() == ["bank.csv"]
        assert archive.read("bank.csv").decode().splitlines() == lines_of(panel, tmp_path)


def test_zip_gets_the_file_suffix_where_its_name_has_none(tmp_path):
    write_raw(panel_of(ADULT), tmp_path / "bank.zip")
    with zipfile.ZipFile(tmp_path / "bank.zip") as archive:
        assert archive.namelist() == ["bank.csv"]


def test_empty_panel_is_written_as_its_header(published, tmp_path):
    assert lines_of(panel_of(), tmp_path) == [published[0]]


def test_raw_values_keep_padding_and_nulls():
    values = raw_values(panel_of(LEAVER))
    assert tuple(values.columns) == RAW_COLUMNS
    record = values.row(0, named=True)
    assert record["age"] == " 38"
    assert record["antiguedad"] == "      0"
    assert record["nomprov"] == "GIPUZKOA"
    assert record["renta"] is None
    assert record["ind_nomina_ult1"] == " 0"
