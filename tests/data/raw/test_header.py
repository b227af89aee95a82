import polars as pl
import pytest

from bank_rs.data.raw import RawFileError, read_raw
from tests.data.raw.published import PUBLISHED


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ('"rent"', r"lacks 1 of the 48 columns \(renta\)"),
        ('"renta","renta"', r"1 columns too many \(renta twice\)"),
        ('"renta",""', "1 columns too many"),
    ],
)
def test_wrong_header_is_refused(tmp_path, header, sentence):
    path = tmp_path / "raw.csv"
    path.write_text(PUBLISHED.read_text("utf-8").replace('"renta"', header), "utf-8")
    with pytest.raises(RawFileError, match=sentence):
        read_raw(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_have_a_wrong_header(tmp_path, encoding):
    path = tmp_path / "raw.csv"
    path.write_text(PUBLISHED.read_text("utf-8"), encoding)
    with pytest.raises(RawFileError, match="lacks 48 of the 48 columns"):
        read_raw(path)


def test_columns_in_another_order_are_read_by_name(tmp_path):
    path = tmp_path / "raw.csv"
    text = pl.read_csv(PUBLISHED, infer_schema=False)
    text.select(reversed(text.columns)).write_csv(path)
    assert read_raw(path).equals(read_raw(PUBLISHED))


@pytest.mark.parametrize(("old", "new"), [("\n", "\r"), (",", ";"), (",", "\t")])
def test_other_line_ends_and_separators_have_a_wrong_header(tmp_path, old, new):
    path = tmp_path / "raw.csv"
    path.write_bytes(PUBLISHED.read_bytes().replace(old.encode(), new.encode()))
    with pytest.raises(RawFileError, match="lacks 48 of the 48 columns"):
        read_raw(path)
