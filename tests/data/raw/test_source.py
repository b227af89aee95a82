import gzip
import os
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


def test_pipe_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RawFileError, match="is a pipe, which can be read once only"):
        read_raw(tmp_path / "pipe")


def test_gzip_is_named(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_bytes(gzip.compress(PUBLISHED.read_bytes()))
    with pytest.raises(RawFileError, match="is packed by gzip: unpack it"):
        read_raw(path)


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zip_reads_like_its_csv(tmp_path, packing):
    path = zip_of(tmp_path / "raw.csv.zip", "train_ver2.csv", compression=packing)
    assert read_raw(path).equals(read_raw(PUBLISHED))


@pytest.mark.parametrize("name", ["2016/may/train_ver2.csv", "TRAIN_VER2.CSV"])
def test_zip_holds_its_csv_in_any_folder_and_case(tmp_path, name):
    assert read_raw(zip_of(tmp_path / "raw.zip", name, "readme.txt")).equals(read_raw(PUBLISHED))


def test_zip64_reads_like_its_csv(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "raw.zip", "w") as archive,
        archive.open("train_ver2.csv", "w", force_zip64=True) as file,
    ):
        file.write(PUBLISHED.read_bytes())
    assert read_raw(tmp_path / "raw.zip").equals(read_raw(PUBLISHED))


def test_zip_is_known_by_its_content_not_its_name(tmp_path):
    path = zip_of(tmp_path / "raw.csv", "train_ver2.csv")
    assert read_raw(path).equals(read_raw(PUBLISHED))


def test_companion_files_of_macos_are_no_second_csv(tmp_path):
    path = zip_of(tmp_path / "raw.zip", "train_ver2.csv", "__MACOSX/._train_ver2.csv")
    assert read_raw(path).equals(read_raw(PUBLISHED))


@pytest.mark.parametrize("names", [[], ["a.txt"], ["a.csv", "b.csv"]])
def test_zip_without_just_one_csv_is_refused(tmp_path, names):
    path = zip_of(tmp_path / "raw.zip", *names)
    with pytest.raises(RawFileError, match=r"holds [02] CSV files and must hold one"):
        read_raw(path)


def test_zip_of_an_empty_csv_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "raw.zip", "w") as archive:
        archive.writestr("train_ver2.csv", b"")
    with pytest.raises(RawFileError, match=r"raw\.zip is empty"):
        read_raw(tmp_path / "raw.zip")


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [(8, 0x01, "is encrypted"), (8, 0x20, "of a kind that cannot be"), (6, 99, "of a kind that")],
    ids=["encrypted", "patched", "version"],
)
def test_zip_of_another_kind_is_refused(tmp_path, place, value, sentence):
    """Bytes of the central directory and, 2 earlier, of the local header; see PKWARE's APPNOTE."""
    path = zip_of(tmp_path / "raw.zip", "a.csv")
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\1\2") + place] = data[place - 2] = value
    path.write_bytes(data)
    with pytest.raises(RawFileError, match=sentence):
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
