import zipfile

import pytest

from bank_rs.data.raw import RawFileError, ingest, read_raw
from tests.data.raw.published import PUBLISHED


def zip_of(path, *names, **options):
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name in names:
            archive.write(PUBLISHED, name)
    return path


def test_missing_file_is_named(tmp_path):
    with pytest.raises(RawFileError, match=r"nothing\.csv does not exist"):
        read_raw(tmp_path / "nothing.csv")


def test_folder_is_refused(tmp_path):
    with pytest.raises(RawFileError, match="cannot be opened: Is a directory"):
        read_raw(tmp_path)


def test_empty_file_is_refused(tmp_path):
    (tmp_path / "raw.csv").touch()
    with pytest.raises(RawFileError, match=r"raw\.csv is empty: fetch it again"):
        read_raw(tmp_path / "raw.csv")


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zip_reads_like_its_csv(tmp_path, packing):
    path = zip_of(tmp_path / "raw.csv.zip", "train_ver2.csv", compression=packing)
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_zip_is_known_by_its_content_not_its_name(tmp_path):
    path = zip_of(tmp_path / "raw.csv", "train_ver2.csv")
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_companion_files_of_macos_are_no_second_csv(tmp_path):
    path = zip_of(tmp_path / "raw.zip", "train_ver2.csv", "__MACOSX/._train_ver2.csv")
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_zip_with_two_files_is_refused(tmp_path):
    path = zip_of(tmp_path / "raw.zip", "a.csv", "b.csv")
    with pytest.raises(RawFileError, match="holds 2 CSV files"):
        read_raw(path)


def test_zip_packed_another_way_is_refused(tmp_path):
    path = zip_of(tmp_path / "raw.zip", "a.csv", compression=zipfile.ZIP_LZMA)
    with pytest.raises(RawFileError, match="not packed by deflate: unpack it"):
        read_raw(path)


def test_zip_that_lacks_its_end_is_refused(tmp_path):
    path = zip_of(tmp_path / "raw.zip", "train_ver2.csv", compression=zipfile.ZIP_DEFLATED)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(RawFileError, match="not a whole zip"):
        read_raw(path)


def test_zip_with_a_changed_byte_is_refused_and_nothing_is_written(tmp_path):
    path = zip_of(tmp_path / "raw.zip", "train_ver2.csv", compression=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"PALMAS", b"PALMOS", 1))
    with pytest.raises(RawFileError, match="not a whole zip"):
        ingest(path, tmp_path / "panel.parquet", "quarantine")
    assert [file.name for file in tmp_path.iterdir()] == ["raw.zip"]
