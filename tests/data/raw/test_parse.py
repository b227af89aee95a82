import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import FLAG_WIDTH, PROFILE, RAW_COLUMNS, Field, Kind
from bank_rs.data.raw.block import Block
from bank_rs.data.raw.line import usual_line
from bank_rs.data.raw.parse import parse
from bank_rs.data.raw_writer import write_raw
from tests.data.raw.published import changed, published_lines

UNUSUAL = changed(published_lines()[1], ind_cco_fin_ult1="1.0")


def block_of(*lines: str) -> Block:
    data = "".join(f"{line}\n" for line in lines).encode()
    return Block(data, first_line=2, lines=len(lines), cut=False, end=len(data))


def cells(field: Field) -> st.SearchStrategy[str]:
    """Texts of a profile column in the bank's spelling, or nearly so."""
    if field.kind is Kind.DATE:
        return st.sampled_from(["2016-02-28", "2016-02-30", "1899-01-01", "28-02-2016", ""])
    if field.kind is Kind.INTEGER:
        numbers = st.one_of(st.integers(-1, 300), st.just(-999999), st.integers(10**16, 10**20))
        texts = st.one_of(numbers.map(str), st.sampled_from(["NA", "007", "-0", "+5", "50.0", ""]))
        return texts.map(lambda text: text.rjust(field.width))
    if field.kind is Kind.NUMBER:
        return st.sampled_from(["87218.1", ".5", "5.", "1.2.3", ".", "-1", "1e3", "NA", ""])
    return st.sampled_from(
        ["S", "N", "NA", "02 - TOP", '"S"', '"A, B"', '""', " S", "1.0", "Ñ", ""]
    )


def flags(column: str) -> st.SearchStrategy[str]:
    texts = st.sampled_from(["0", "1", "0", "1", " 1", "NA", "01", ""])
    return texts.map(lambda text: text.rjust(FLAG_WIDTH.get(column, 0)))


LINES = st.tuples(
    *(cells(field) for field in PROFILE),
    *(flags(product.column) for product in PRODUCTS),
).map(",".join)


@given(line=LINES)
@settings(max_examples=300)
def test_line_reads_the_same_among_usual_and_unusual_lines(line):
    alone = parse(block_of(line), RAW_COLUMNS, 1.0)
    together = parse(block_of(line, UNUSUAL), RAW_COLUMNS, 1.0)
    assert alone.panel.equals(together.panel[: alone.panel.height])
    assert alone.refused.equals(together.refused)


@given(data=st.data(), field=st.sampled_from(PROFILE))
@settings(max_examples=300)
def test_cell_reads_the_same_in_usual_and_unusual_lines(data, field):
    line = changed(published_lines()[2], **{field.column: data.draw(cells(field)).strip('"')})
    alone = parse(block_of(line), RAW_COLUMNS, 1.0)
    together = parse(block_of(line, UNUSUAL), RAW_COLUMNS, 1.0)
    assert alone.panel.equals(together.panel[: alone.panel.height])
    assert alone.refused.equals(together.refused)


def test_lines_of_the_bank_are_usual(panel, tmp_path):
    path = tmp_path / "bank.csv"
    write_raw(panel, path)
    lines = pl.concat([pl.Series(published_lines()[1:]), pl.read_lines(path)["line"][1:]])
    assert lines.str.contains(usual_line(RAW_COLUMNS)).all()
