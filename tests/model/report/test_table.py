import polars as pl

from bank_rs.model.report.table import table_of

FRAME = pl.DataFrame(
    {"candidate": ["a", "b"], "map_at_7": [0.02, 0.03], "seconds": [3.0, 90.0], "odd": [1, None]}
)


def test_table_is_written_column_by_column():
    table = table_of(FRAME, "title", "caption")
    assert [column.heading for column in table.columns] == ["candidate", "MAP@7", "training", "odd"]
    texts = [[cell.text for cell in row] for row in table.rows]
    assert texts == [["a", "0.0200", "3.0 s", "1"], ["b", "0.0300", "1.5 min", "–"]]
    assert not any(cell.best for row in table.rows for cell in row)


def test_best_of_a_column_is_marked():
    rows = table_of(FRAME, "title", "caption", mark_best=True).rows
    assert [[cell.best for cell in row] for row in rows] == [
        [False, False, True, False],
        [False, True, False, False],
    ]


def test_single_row_is_not_the_best():
    rows = table_of(FRAME.head(1), "title", "caption", mark_best=True).rows
    assert not any(cell.best for cell in rows[0])
